//! The column beside what was said: who is here, and who has written.

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{
    super::{
        super::{desk::Peer, line::Member, model::Model, text::fit},
        Screen,
    },
    dim,
};

/// How many are here.
pub(super) fn here(model: &Model) -> u64 {
    model.more.saturating_add(model.members.len() as u64)
}

/// One name, and what it looks like.
type Row = (String, Style);

/// Who is here, and below them who has written or may.
pub(super) fn column(screen: &Screen, area: Rect) -> Vec<Line<'static>> {
    let width = usize::from(area.width).saturating_sub(2);
    let height = usize::from(area.height);
    let mut below = peers(screen);
    cut(&mut below, height / 2);
    let mut names = people(&screen.model);
    cut(&mut names, height - below.len());
    names.resize_with(height - below.len(), Default::default);
    names.extend(below);
    let row = |(name, style): Row| {
        Line::from(vec![
            Span::styled("│ ", dim()),
            Span::styled(fit(&name, width), style),
        ])
    };
    names.into_iter().map(row).collect()
}

/// Shortens a list to so many rows, and says how many are hidden.
fn cut(names: &mut Vec<Row>, most: usize) {
    if names.len() > most {
        let hidden = names.len() - most + 1;
        names.truncate(most.saturating_sub(1));
        names.push((format!("and {hidden} more"), dim()));
        names.truncate(most);
    }
}

/// Whom the person's own mailbox knows, and how they stand.
fn peers(screen: &Screen) -> Vec<Row> {
    let peers = screen.peers();
    if peers.is_empty() {
        return Vec::new();
    }
    let heading = Style::new().add_modifier(Modifier::BOLD);
    let row = |peer: &Peer| {
        let (name, standing) = (peer.called(), peer.standing());
        let style = if peer.unread > 0 {
            heading
        } else {
            Style::new()
        };
        match standing.as_str() {
            "" => (name.to_string(), style),
            standing => (format!("{name}: {standing}"), style),
        }
    };
    let rows = peers.iter().map(row);
    std::iter::once(("Peers".to_owned(), heading))
        .chain(rows)
        .collect()
}

/// Who is here.
fn people(model: &Model) -> Vec<Row> {
    let mut names = vec![(
        format!("{} here", here(model)),
        Style::new().add_modifier(Modifier::BOLD),
    )];
    names.extend(model.members.iter().map(|member| person(member, model)));
    if model.more > 0 {
        names.push((format!("and {} more", model.more), dim()));
    }
    if model.nameless > 0 {
        names.push((format!("{} without a name", model.nameless), dim()));
    }
    if model.members.is_empty() {
        names.clear();
    }
    names
}

/// A member, with what there is to know: operators have an @ before their names, as on IRC.
fn person(member: &Member, model: &Model) -> (String, Style) {
    let mark = if member.operator { "@" } else { "" };
    let mut standing = Vec::new();
    if model.nick.as_ref() == Some(&member.nick) {
        standing.push("you");
    }
    if !member.here {
        standing.push("away");
    }
    if member.muted {
        standing.push("muted");
    }
    let standing = match &standing[..] {
        [] => String::new(),
        some => format!(" ({})", some.join(", ")),
    };
    let style = if member.here { Style::new() } else { dim() };
    (format!("{mark}{}{standing}", member.nick), style)
}
