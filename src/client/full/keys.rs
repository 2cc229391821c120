//! What keys do.

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use zeroize::Zeroizing;

use super::{
    super::{
        desk::Desk,
        input::Edit,
        link::{Link, Secret},
        model::{Need, State},
        own::{self, Meant},
        transcript::View,
    },
    Screen, Then, draw,
    draw::Look,
};
use crate::chat::command::usage::USAGES;

impl Screen {
    /// Does what a key is for.
    pub(super) fn event(&mut self, event: &Event, wire: &Link, desk: &Desk) -> Then {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(*key, wire, desk),
            Event::Paste(text) => {
                self.pane_mut().input.paste(text);
                Then::Nothing
            }
            Event::Resize(..) => Then::Redraw,
            _ => Then::Nothing,
        }
    }

    /// Does what a key is for.
    fn key(&mut self, key: KeyEvent, wire: &Link, desk: &Desk) -> Then {
        let is_with = |modifier| key.modifiers.contains(modifier);
        let edit = match (key.code, is_with(KeyModifiers::CONTROL)) {
            (KeyCode::Char('r' | 'R'), true) if self.talk.is_some() => {
                self.back(desk);
                return Then::Nothing;
            }
            (KeyCode::Char(letter), true) => return self.control(letter.to_ascii_lowercase()),
            (KeyCode::Left, true) => Edit::WordLeft,
            (KeyCode::Right, true) => Edit::WordRight,
            (KeyCode::Char('b'), _) if is_with(KeyModifiers::ALT) => Edit::WordLeft,
            (KeyCode::Char('f'), _) if is_with(KeyModifiers::ALT) => Edit::WordRight,
            (KeyCode::Char(_), _) if is_with(KeyModifiers::ALT) => return Then::Nothing,
            (KeyCode::Char(letter), _) => Edit::Insert(letter),
            (KeyCode::Backspace, _) => Edit::Back,
            (KeyCode::Delete, _) => Edit::Delete,
            (KeyCode::Left, _) => Edit::Left,
            (KeyCode::Right, _) => Edit::Right,
            (KeyCode::Home, _) => Edit::Home,
            (KeyCode::End, _) => {
                // Where the cursor is at the end already, it means the end of what was said.
                let pane = self.pane_mut();
                let (text, at) = pane.input.text();
                if at == text.len() {
                    pane.view = View::Bottom;
                }
                Edit::End
            }
            (KeyCode::Up, _) if !self.is_secret() => Edit::Older,
            (KeyCode::Down, _) if !self.is_secret() => Edit::Newer,
            (KeyCode::PageUp, _) => return self.scroll(true),
            (KeyCode::PageDown, _) => return self.scroll(false),
            (KeyCode::Esc, _) => {
                // Also what a slow line tears off an arrow key: nothing but the view may hang on it.
                self.pane_mut().view = View::Bottom;
                return Then::Nothing;
            }
            (KeyCode::Tab, _) => return self.complete(),
            (KeyCode::Enter, _) => return self.enter(wire, desk),
            _ => return Then::Nothing,
        };
        self.pane_mut().input.edit(edit);
        Then::Nothing
    }

    /// Does what a key with Ctrl is for.
    fn control(&mut self, letter: char) -> Then {
        let edit = match letter {
            'a' => Edit::Home,
            'e' => Edit::End,
            'b' => Edit::Left,
            'f' => Edit::Right,
            'h' => Edit::Back,
            'k' => Edit::ToEnd,
            'u' => {
                // What is typed from now on is a whole line.
                self.is_cut &= self.talk.is_some();
                Edit::ToStart
            }
            'w' => Edit::Word,
            'p' if !self.is_secret() => Edit::Older,
            'n' if !self.is_secret() => Edit::Newer,
            'l' => return Then::Redraw,
            'z' => return Then::Suspend,
            'c' if !self.pane().input.is_empty() && !self.is_secret() => {
                self.pane_mut().input.take();
                self.tell("Ctrl-C once more leaves. The Up key brings the line back.");
                return Then::Nothing;
            }
            'c' => return Then::Leave,
            'd' if self.pane().input.is_empty() => return Then::Leave,
            'd' => Edit::Delete,
            _ => return Then::Nothing,
        };
        self.pane_mut().input.edit(edit);
        Then::Nothing
    }

    /// Whether what is typed must not be seen.
    pub(super) fn is_secret(&self) -> bool {
        self.talk.is_none() && matches!(self.model.state, State::Needs(_))
    }

    /// Looks a page further up or down.
    fn scroll(&mut self, is_up: bool) -> Then {
        let Look { width, height } = self.look;
        let page = height.saturating_sub(1).max(1);
        let rows = |entry: &_| draw::rows(entry, width);
        let (view, transcript) = (self.pane().view, self.transcript());
        let below = view.below(transcript, rows);
        let below = if is_up {
            below + page
        } else {
            below.saturating_sub(page)
        };
        self.pane_mut().view = view.at(transcript, below, height, rows);
        Then::Nothing
    }

    /// Completes a command, or whom it means.
    fn complete(&mut self) -> Then {
        if self.is_secret() {
            return Then::Nothing;
        }
        let is_own = matches!(Meant::of(self.pane().input.text().0), Meant::Own(_));
        let names: Vec<String> = if is_own || self.talk.is_some() {
            self.peer_names()
        } else {
            let members = self.model.members.iter();
            members.map(|member| member.nick.to_string()).collect()
        };
        let is_room = self.talk.is_none();
        let rooms = USAGES.iter().map(|usage| usage.name);
        // The usage of "//" is no command that somebody types.
        let rooms = rooms.filter(|name| is_room && *name != "/");
        let meant = self
            .pane_mut()
            .input
            .complete(rooms.chain(own::COMMANDS), names.iter().map(String::as_str));
        if !meant.is_empty() {
            self.tell(&meant.join("  "));
        }
        Then::Nothing
    }

    /// Sends what is typed, or shows it to whoever asks for a secret.
    fn enter(&mut self, wire: &Link, desk: &Desk) -> Then {
        self.to_peers.has_come_back = false;
        let is_secret = self.is_secret();
        let pane = self.pane_mut();
        pane.view = View::Bottom;
        let text = pane.input.text().0.trim().to_owned();
        if text.is_empty() {
            return Then::Nothing;
        }
        match Meant::of(&text) {
            // Also where a secret is asked for: what follows such a command is not for the room.
            Meant::Own(own) => return self.own_command(own, desk),
            _ if self.talk.is_none() && std::mem::take(&mut self.is_cut) => {
                if is_secret {
                    self.room.input.take_secret();
                } else {
                    self.room.input.take();
                }
                self.warn("The room asked for something while you typed, so a part of your line is missing. Type it again.");
            }
            _ if is_secret => {
                if let State::Needs(need) = self.model.state.clone() {
                    self.show(&need, wire);
                }
            }
            line if self.talk.is_some() => self.send_to_peer(&line, desk),
            Meant::Unknown => self.warn(own::UNKNOWN),
            Meant::Room | Meant::Words(_) if self.model.state == State::Joined => {
                let text = self.room.input.take();
                self.send(text, wire);
            }
            Meant::Room | Meant::Words(_) => {
                self.warn("Not connected: the line stays here until you are.");
            }
        }
        Then::Nothing
    }

    /// Gives what is needed to come in.
    fn show(&mut self, need: &Need, wire: &Link) {
        let typed = Zeroizing::new(self.room.input.take_secret());
        if typed.is_empty() {
            return;
        }
        match need {
            Need::Passphrase { .. } => wire.show(Secret::Passphrase(typed)),
            Need::Key { .. } => match typed.parse() {
                Ok(key) => wire.show(Secret::Key(key)),
                Err(error) => {
                    return self.warn(&format!("That cannot be a key: {error}."));
                }
            },
        }
        self.model.state = State::Looking;
    }
}
