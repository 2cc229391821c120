//! The picture: a bar with the room, what was said, who is here, what is going on, and the line that is typed.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::{Clear, Paragraph},
};
use textwrap::{Options, wrap};
use unicode_segmentation::UnicodeSegmentation as _;

mod column; // who is here, and who has written

use super::{
    super::{
        model::{Need, State},
        text::{Name, columns, fit},
        transcript::{Entry, Kind, View},
        words::span,
    },
    Hint, Screen, WELCOME,
};
use column::{column, here};

/// From this width on there is a column with the members.
const WIDE: u16 = 60;

/// How wide that is.
const MEMBERS: u16 = 22;

/// How far lines after the first are indented: as far as the time, so that nobody can write a line that looks like
/// somebody else's.
const INDENT: &str = "      ";

/// The most columns of somebody's name before what they say.
const MAX_WHO: usize = 40;

/// The rows that are always there: the room, what is going on, and the line.
const BARS: usize = 3;

/// The fewest columns in which text is wrapped; what is narrower is cut.
const LEAST: usize = 12;

/// What of the terminal what was said takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// How many columns.
    pub(super) width: usize,
    /// How many rows.
    pub(super) height: usize,
}

/// Draws the picture.
pub(super) fn draw(frame: &mut Frame<'_>, screen: &Screen) -> Look {
    let area = frame.area();
    frame.render_widget(Clear, area);
    // Where something was said, that has half of the screen at least.
    let is_blank = screen.transcript().entries().is_empty();
    let free = usize::from(area.height).saturating_sub(BARS);
    let most = if is_blank {
        free.saturating_sub(1)
    } else {
        free / 2
    };
    let hints = hints(screen, usize::from(area.width), most);
    let rows = u16::try_from(hints.len()).unwrap_or_default();
    let [top, middle, hint, bar, line] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(rows),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    let width = if area.width >= WIDE { MEMBERS } else { 0 };
    let [said, people] =
        Layout::horizontal([Constraint::Min(1), Constraint::Length(width)]).areas(middle);
    let look = Look {
        width: usize::from(said.width).saturating_sub(usize::from(width > 0)),
        height: usize::from(said.height),
    };
    frame.render_widget(head(screen, area.width), top);
    frame.render_widget(Paragraph::new(transcript(screen, look)), said);
    if width > 0 {
        frame.render_widget(Paragraph::new(column(screen, people)), people);
    }
    frame.render_widget(Paragraph::new(hints), hint);
    frame.render_widget(status(screen, area.width, width == 0), bar);
    type_line(frame, screen, line);
    look
}

/// A row with something at its left and something at its right, which is the first to go where there is no room.
fn bar(left: &str, right: &str, width: u16) -> Paragraph<'static> {
    let width = usize::from(width).saturating_sub(2);
    let right = if columns(right) + LEAST > width {
        ""
    } else {
        right
    };
    let left = fit(
        left,
        width.saturating_sub(columns(right) + usize::from(!right.is_empty())),
    );
    let gap = width.saturating_sub(columns(&left) + columns(right));
    let text = format!(" {left}{}{right} ", " ".repeat(gap));
    Paragraph::new(text).style(Style::new().add_modifier(Modifier::REVERSED))
}

/// The room: what it is called and about, and its address. While one talks with a peer, the same of the peer.
fn head(screen: &Screen, width: u16) -> Paragraph<'static> {
    let model = &screen.model;
    if let Some(talk) = &screen.talk {
        return bar(
            &format!("{}, from mailbox to mailbox", talk.name),
            &talk.short(),
            width,
        );
    }
    let title = model.title.as_ref().map_or("onionchat", Name::as_str);
    let left = match &model.topic {
        Some(topic) => format!("{title}: {}", topic.in_one_line()),
        None => title.to_owned(),
    };
    bar(&left, &screen.here.short(), width)
}

/// What is going on: who one is and how the connection is, and what is further down or comes soon.
fn status(screen: &Screen, width: u16, is_narrow: bool) -> Paragraph<'static> {
    let model = &screen.model;
    let mut left = vec![match &model.state {
        State::Joined => "connected".to_owned(),
        State::Way { percent, .. } => format!("connecting to Tor, {percent} %"),
        State::Looking => "connecting".to_owned(),
        State::Lost { .. } => "not connected".to_owned(),
        State::Needs(_) => "not in the room yet".to_owned(),
        State::Over { .. } => "not in the room any more".to_owned(),
    }];
    let unread = screen.unread();
    if unread > 0 {
        left.push(format!("{unread} from peers"));
    }
    left.extend(model.nick.as_ref().map(ToString::to_string));
    if is_narrow && !model.members.is_empty() {
        left.push(format!("{} here", here(model)));
    }
    if model.is_locked {
        left.push("locked".into());
    }
    if screen.sending > 0 {
        left.push("sending".into());
    }
    let left = left.join(" | ");
    let view = screen.pane().view;
    let new = match (view, view.unread(screen.transcript())) {
        (View::Bottom, _) if screen.talk.is_some() => Some("Ctrl-R: the room".to_owned()),
        (View::Bottom, _) => None,
        (View::Up { .. }, 0) => Some("Esc: newest".to_owned()),
        (View::Up { .. }, new) => Some(format!("{new} new below, Esc")),
    };
    let closes = model.closes_in(screen.now());
    let closes = closes.map(|seconds| format!("closes in {}", span(seconds)));
    let both: Vec<String> = new.iter().cloned().chain(closes).collect();
    // The time left is told again by the room itself.
    let both = both.join(" | ");
    let fits = columns(&left) + columns(&both) + 3 <= usize::from(width);
    let right = if fits { both } else { new.unwrap_or_default() };
    bar(&left, &right, width)
}

/// What the person should know now, in so many rows at most.
fn hints(screen: &Screen, width: usize, most: usize) -> Vec<Line<'static>> {
    let warning = style(screen, Color::Yellow).add_modifier(Modifier::BOLD);
    let mut all = Vec::new();
    let state = match &screen.model.state {
        // What is typed now does not go there, and a room's own words above a line for somebody else could pass for this
        // program's.
        State::Needs(_) if screen.talk.is_some() => {
            Some("The room asks for a key or a passphrase: Ctrl-R goes back to it.".to_owned())
        }
        State::Lost { .. } if screen.talk.is_some() => {
            Some("The room is not connected. This does not need it.".to_owned())
        }
        State::Over { .. } if screen.talk.is_some() => {
            Some("You are no longer in the room. Ctrl-R leaves, when you are done here.".to_owned())
        }
        State::Joined => None,
        State::Looking => Some("Looking for the room. Over Tor this may take a minute.".to_owned()),
        State::Way { percent, phase, blocked: None } => {
            Some(format!("Connecting to Tor: {percent} %, {phase}"))
        }
        State::Way { blocked: Some(why), .. } => Some(format!("Waiting: {why}.")),
        State::Over { why } => Some(format!("{why} /quit ends this.")),
        State::Lost { why, again } => {
            let left = again.saturating_sub(screen.now()).as_secs();
            Some(format!("Not connected: {why}. Trying again in {left} s; a line that you type stays."))
        }
        State::Needs(Need::Key { is_wrong: false }) => {
            Some("The room is private. Type the guest's key that you were given; nobody sees it.".into())
        }
        State::Needs(Need::Key { is_wrong: true }) => {
            Some("This key does not open the room: it is wrong, or was taken back. Type another one, or leave with Ctrl-C.".into())
        }
        State::Needs(Need::Passphrase { is_wrong: true, .. }) => {
            Some("There is no such room, or the passphrase is wrong. Type it again, or leave with Ctrl-C.".into())
        }
        State::Needs(Need::Passphrase { reason, .. }) => {
            Some(format!("{} If it needs one, type it; nobody sees it.", reason.in_one_line()))
        }
    };
    let is_joined = state.is_none();
    if let Some(state) = state {
        all.extend(hint(&state, warning, width));
    }
    // What belongs to the line that is typed is right above it, and what else there is gives way.
    let mut own = match &screen.hint {
        Hint::Welcome if is_joined => hint(WELCOME, dim(), width),
        Hint::Welcome => Vec::new(),
        Hint::Told(told) if told.is_empty() => Vec::new(),
        Hint::Told(told) => hint(told, dim(), width),
        Hint::Warning(why) => hint(why, warning, width),
    };
    own.truncate(most);
    all.truncate(most - own.len());
    all.extend(own);
    all
}

/// Something that the person should know, in rows.
fn hint(text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let rows = wrap(text, Options::new(width.max(LEAST)));
    let row = |row: &std::borrow::Cow<'_, str>| Line::styled(row.clone().into_owned(), style);
    rows.iter().map(row).collect()
}

/// A colour, for people who like colours.
fn style(screen: &Screen, color: Color) -> Style {
    if screen.is_coloured {
        Style::new().fg(color)
    } else {
        Style::new()
    }
}

/// For what matters less.
fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// An entry in rows, and how many bytes of the first are not what was said.
fn wrapped(entry: &Entry, width: usize) -> (Vec<String>, usize) {
    let width = width.max(LEAST);
    let prefix = fit(&entry.prefix(), MAX_WHO.min(width.saturating_sub(2)));
    let options = Options::new(width)
        .initial_indent(&prefix)
        .subsequent_indent(if width > 3 * INDENT.len() {
            INDENT
        } else {
            " "
        });
    let rows = wrap(entry.text.as_str(), options);
    let rows = rows.into_iter().map(std::borrow::Cow::into_owned).collect();
    (rows, prefix.len())
}

/// How many rows an entry takes.
pub(super) fn rows(entry: &Entry, width: usize) -> usize {
    wrapped(entry, width).0.len()
}

/// What was said, as far as it is in sight.
fn transcript(screen: &Screen, look: Look) -> Vec<Line<'static>> {
    let transcript = screen.transcript();
    let below = screen
        .pane()
        .view
        .below(transcript, |entry| rows(entry, look.width));
    let wanted = below + look.height;
    let mut lines = Vec::new();
    for (_, entry) in transcript.entries().iter().rev() {
        if lines.len() >= wanted {
            break;
        }
        lines.extend(entry_lines(screen, entry, look.width).into_iter().rev());
    }
    lines.truncate(wanted);
    lines.drain(..below.min(lines.len()));
    // The newest is at the lower edge.
    lines.resize_with(look.height, Line::default);
    lines.reverse();
    lines
}

/// An entry, with what its kind looks like.
fn entry_lines(screen: &Screen, entry: &Entry, width: usize) -> Vec<Line<'static>> {
    let (rows, prefix) = wrapped(entry, width);
    let is_own = screen.talk.is_none() && entry.who.is_some() && entry.who == screen.model.nick;
    let who = match entry.kind {
        Kind::Notice | Kind::Own | Kind::Answer => dim(),
        Kind::Whisper => style(screen, Color::Magenta).add_modifier(Modifier::BOLD),
        Kind::Host => style(screen, Color::Yellow).add_modifier(Modifier::BOLD),
        Kind::Said | Kind::Acted | Kind::Mine if is_own || entry.kind == Kind::Mine => {
            style(screen, Color::Green).add_modifier(Modifier::BOLD)
        }
        Kind::Said | Kind::Acted | Kind::Mine => {
            style(screen, Color::Cyan).add_modifier(Modifier::BOLD)
        }
    };
    let what = match entry.kind {
        Kind::Notice => dim(),
        Kind::Own => style(screen, Color::Yellow),
        _ => Style::new(),
    };
    let mut lines = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        lines.push(match row.get(..prefix) {
            Some(before) if number == 0 => Line::from(vec![
                Span::styled(before.to_owned(), who),
                Span::styled(row[prefix..].to_owned(), what),
            ]),
            _ => Line::styled(row, what),
        });
    }
    lines
}

/// The line that is typed: as much of it as there is room for, with the cursor in sight.
fn type_line(frame: &mut Frame<'_>, screen: &Screen, area: Rect) {
    let prompt = match (&screen.talk, &screen.model.state) {
        (Some(talk), _) => fit(&format!("to {}> ", talk.name), usize::from(area.width / 2)),
        (None, State::Needs(Need::Key { .. })) => "Guest's key: ".to_owned(),
        (None, State::Needs(Need::Passphrase { .. })) => "Passphrase: ".to_owned(),
        _ => "> ".to_owned(),
    };
    let width = usize::from(area.width).saturating_sub(columns(&prompt) + 1);
    let (text, at) = screen.pane().input.text();
    let (before, after) = text.split_at(at);
    let shown = |text: &str| {
        if screen.is_secret() {
            "*".repeat(text.graphemes(true).count())
        } else {
            text.to_owned()
        }
    };
    let (before, after) = (shown(before), shown(after));
    // From the cursor backwards as much as fits, then what comes behind it.
    let mut start = before.len();
    let mut taken = 0;
    for (index, letter) in before.grapheme_indices(true).rev() {
        if taken + columns(letter) > width {
            break;
        }
        taken += columns(letter);
        start = index;
    }
    let line = format!("{prompt}{}{after}", &before[start..]);
    frame.render_widget(Paragraph::new(line), area);
    let column = u16::try_from(columns(&prompt) + taken).unwrap_or(area.width);
    let column = column.min(area.width.saturating_sub(1));
    frame.set_cursor_position((area.x + column, area.y));
}
