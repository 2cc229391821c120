//! The line that is typed: editing, what was typed before, and the Tab key.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::chat::text::without_control_characters;

/// The most characters of the line: four messages, so that somebody who pastes too much can shorten it.
const MAX_TYPED: usize = 2000;

/// How many lines are remembered while the program runs.
const HISTORY: usize = 100;

/// The line that is typed.
#[derive(Default)]
pub struct Input {
    /// The text.
    text: String,
    /// Where the next letter goes, in bytes.
    at: usize,
    /// What was typed before, oldest first.
    history: Vec<String>,
    /// Which of that is shown, and what was half typed when one began to look.
    recalled: Option<(usize, String)>,
    /// Whether the text was brought back, and nobody has done anything with it yet.
    is_brought_back: bool,
}

// What is typed never reaches a log.
scrubbed!(Input);

/// A key that changes the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A letter.
    Insert(char),
    /// The letter before the cursor goes.
    Back,
    /// The letter under the cursor goes.
    Delete,
    /// The word before the cursor goes.
    Word,
    /// All before the cursor goes.
    ToStart,
    /// All from the cursor on goes.
    ToEnd,
    /// The cursor goes a letter back.
    Left,
    /// The cursor goes a letter on.
    Right,
    /// The cursor goes a word back.
    WordLeft,
    /// The cursor goes a word on.
    WordRight,
    /// The cursor goes to the beginning.
    Home,
    /// The cursor goes to the end.
    End,
    /// An earlier line.
    Older,
    /// A later line.
    Newer,
}

impl Input {
    /// The text, and where the cursor is in it.
    #[must_use]
    pub fn text(&self) -> (&str, usize) {
        (&self.text, self.at)
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Sets the whole line, with the cursor at its end.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.at = self.text.len();
        self.recalled = None;
        self.is_brought_back = false;
    }

    /// Takes the line away, and remembers it.
    pub fn take(&mut self) -> String {
        self.is_brought_back = false;
        let text = std::mem::take(&mut self.text);
        self.at = 0;
        self.recalled = None;
        self.remember(&text);
        text
    }

    /// Takes the line away, and does not remember it.
    pub fn take_secret(&mut self) -> String {
        self.is_brought_back = false;
        self.at = 0;
        self.recalled = None;
        std::mem::take(&mut self.text)
    }

    /// Brings back a line that was not taken. Whoever types on at this moment means another line: the first letter begins
    /// that one, and this one is remembered.
    pub fn bring_back(&mut self, text: &str) {
        self.set(text);
        self.is_brought_back = true;
    }

    /// Begins another line than the one that was brought back, if one was.
    fn begin_another(&mut self) {
        if std::mem::take(&mut self.is_brought_back) {
            self.take();
        }
    }

    /// Remembers a line.
    pub fn remember(&mut self, text: &str) {
        if text.trim().is_empty() || self.history.last().is_some_and(|last| last == text) {
            return;
        }
        if self.history.len() == HISTORY {
            self.history.remove(0);
        }
        self.history.push(text.to_owned());
    }

    /// Inserts what was pasted: lines become one, and nothing is sent by it.
    pub fn paste(&mut self, pasted: &str) {
        self.begin_another();
        let pasted = without_control_characters(pasted).replace("\r\n", " ");
        let pasted = pasted.replace(['\n', '\r', '\t'], " ");
        pasted.chars().for_each(|c| self.insert(c));
    }

    /// Does what a key is for.
    pub fn edit(&mut self, edit: Edit) {
        if let Edit::Insert(_) = edit {
            self.begin_another();
        }
        self.is_brought_back = false;
        match edit {
            Edit::Insert(c) => self.insert(c),
            Edit::Back => self.remove(self.before()..self.at),
            Edit::Delete => self.remove(self.at..self.after()),
            Edit::Word => self.remove(self.word_before()..self.at),
            Edit::ToStart => self.remove(0..self.at),
            Edit::ToEnd => self.remove(self.at..self.text.len()),
            Edit::Left => self.at = self.before(),
            Edit::Right => self.at = self.after(),
            Edit::WordLeft => self.at = self.word_before(),
            Edit::WordRight => self.at = self.word_after(),
            Edit::Home => self.at = 0,
            Edit::End => self.at = self.text.len(),
            Edit::Older => self.older(),
            Edit::Newer => self.newer(),
        }
    }

    /// Inserts a letter, if there is room for it.
    fn insert(&mut self, c: char) {
        if !c.is_control() && self.text.chars().count() < MAX_TYPED {
            self.text.insert(self.at, c);
            self.at += c.len_utf8();
        }
    }

    /// Takes something out.
    fn remove(&mut self, range: std::ops::Range<usize>) {
        self.at = range.start;
        self.text.drain(range);
    }

    /// Where the letter before the cursor begins: what people see as one.
    fn before(&self) -> usize {
        let mut letters = self.text[..self.at].grapheme_indices(true);
        letters.next_back().map_or(0, |(start, _)| start)
    }

    /// Where the letter under the cursor ends.
    fn after(&self) -> usize {
        let letter = self.text[self.at..].graphemes(true).next();
        self.at + letter.map_or(0, str::len)
    }

    /// Where the word before the cursor begins.
    fn word_before(&self) -> usize {
        let before = self.text[..self.at].trim_end();
        let blank = before.char_indices().rfind(|(_, c)| c.is_whitespace());
        blank.map_or(0, |(at, c)| at + c.len_utf8())
    }

    /// Where the word at the cursor ends.
    fn word_after(&self) -> usize {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start().len();
        let word = rest[blanks..].find(char::is_whitespace);
        self.at + word.map_or(rest.len(), |end| blanks + end)
    }

    /// Shows an earlier line.
    fn older(&mut self) {
        let (at, half) = match self.recalled.take() {
            None => (self.history.len(), self.text.clone()),
            Some(recalled) => recalled,
        };
        let older = at.saturating_sub(1);
        if let Some(line) = self.history.get(older) {
            let line = line.clone();
            self.set(&line);
            self.recalled = Some((older, half));
        }
    }

    /// Shows a later line, or what was half typed.
    fn newer(&mut self) {
        let Some((at, half)) = self.recalled.take() else {
            return;
        };
        match self.history.get(at + 1).cloned() {
            Some(line) => {
                self.set(&line);
                self.recalled = Some((at + 1, half));
            }
            None => self.set(&half),
        }
    }

    /// Completes the word before the cursor: a command at the beginning, or else one of the names. What is common to all
    /// that may be meant is filled in; where that is more than one, they are given back to be shown.
    pub fn complete<'n>(
        &mut self,
        commands: impl Iterator<Item = &'n str>,
        names: impl Iterator<Item = &'n str>,
    ) -> Vec<String> {
        self.is_brought_back = false;
        let start = self.text[..self.at]
            .rfind(char::is_whitespace)
            .map_or(0, |at| {
                at + self.text[at..].chars().next().map_or(0, char::len_utf8)
            });
        let word = self.text[start..self.at].to_owned();
        let is_command = start == 0 && word.starts_with('/');
        if word.is_empty() {
            return Vec::new();
        }
        let mut meant: Vec<String> = if is_command {
            commands.map(|name| format!("/{name}")).collect()
        } else {
            names.map(ToOwned::to_owned).collect()
        };
        let small = word.to_lowercase();
        meant.retain(|one| one.to_lowercase().starts_with(&small));
        meant.sort();
        meant.dedup();
        let Some(first) = meant.first() else {
            return Vec::new();
        };
        let mut filled = match meant.len() {
            1 => format!("{first} "),
            _ => common(&meant),
        };
        if filled.chars().count() < word.chars().count() {
            filled = word;
        }
        self.text.replace_range(start..self.at, &filled);
        self.at = start + filled.len();
        if meant.len() == 1 { Vec::new() } else { meant }
    }
}

/// How all of them begin.
fn common(all: &[String]) -> String {
    let Some((first, rest)) = all.split_first() else {
        return String::new();
    };
    let mut length = first.len();
    for other in rest {
        let same = first.char_indices().zip(other.chars());
        let differs = same
            .clone()
            .find(|((_, a), b)| a != b)
            .map(|((at, _), _)| at);
        let shorter = first.len().min(other.len());
        length = length.min(differs.unwrap_or(shorter));
    }
    first.get(..length).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line with this text, and the cursor where the bar is.
    fn line(text: &str) -> Input {
        let at = text.find('|').unwrap();
        let mut input = Input::default();
        input.set(&text.replace('|', ""));
        input.at = at;
        input
    }

    /// The line with a bar where the cursor is.
    fn shown(input: &Input) -> String {
        let (text, at) = input.text();
        format!("{}|{}", &text[..at], &text[at..])
    }

    /// Each key does what it does everywhere; what people see as one letter goes as one.
    #[test]
    fn keys_edit_the_line() {
        for (before, edit, after) in [
            ("te|", Edit::Insert('a'), "tea|"),
            ("|a", Edit::Insert('茶'), "茶|a"),
            ("tea|", Edit::Insert('\u{1b}'), "tea|"),
            ("te|a", Edit::Back, "t|a"),
            ("|tea", Edit::Back, "|tea"),
            ("e\u{301}|x", Edit::Back, "|x"),
            ("👩\u{200d}👩\u{200d}👧|", Edit::Back, "|"),
            ("t|ea", Edit::Delete, "t|a"),
            ("tea|", Edit::Delete, "tea|"),
            ("green tea |x", Edit::Word, "green |x"),
            ("green|", Edit::Word, "|"),
            ("green| tea", Edit::ToStart, "| tea"),
            ("green| tea", Edit::ToEnd, "green|"),
            ("a茶|", Edit::Left, "a|茶"),
            ("a|茶", Edit::Right, "a茶|"),
            ("green tea|", Edit::WordLeft, "green |tea"),
            ("green| tea x", Edit::WordRight, "green tea| x"),
            ("te|a", Edit::Home, "|tea"),
            ("te|a", Edit::End, "tea|"),
        ] {
            let mut input = line(before);
            input.edit(edit);
            assert_eq!(shown(&input), after, "{before} {edit:?}");
        }
    }

    /// The arrows go through what was sent and come back to what is half typed.
    #[test]
    fn what_was_typed_comes_back() {
        let mut input = Input::default();
        for text in ["one", "two", "two", "  ", "three"] {
            input.set(text);
            input.take();
        }
        input.set("half");
        for (edit, text) in [
            (Edit::Older, "three"),
            (Edit::Older, "two"),
            (Edit::Older, "one"),
            (Edit::Older, "one"),
            (Edit::Newer, "two"),
            (Edit::Newer, "three"),
            (Edit::Newer, "half"),
            (Edit::Newer, "half"),
        ] {
            input.edit(edit);
            assert_eq!(input.text().0, text, "{edit:?}");
        }
        (0..500).for_each(|n| input.remember(&n.to_string()));
        assert_eq!(input.history.len(), HISTORY);
        input.set("secret");
        assert_eq!(input.take_secret(), "secret");
        assert!(!input.history.contains(&"secret".to_owned()));
    }

    /// What comes back while somebody types is not a part of what they type; with any other key it is theirs again.
    #[test]
    fn what_comes_back_takes_nothing_along() {
        let mut input = Input::default();
        input.bring_back("to the room");
        input.edit(Edit::Insert('/'));
        input.edit(Edit::Insert('p'));
        assert_eq!(shown(&input), "/p|");
        input.edit(Edit::Older);
        assert_eq!(shown(&input), "to the room|");
        input.bring_back("again");
        input.edit(Edit::Back);
        input.edit(Edit::Insert('x'));
        assert_eq!(shown(&input), "agaix|");
        input.bring_back("again");
        input.paste("pasted");
        assert_eq!(shown(&input), "pasted|");
        input.bring_back("again");
        assert_eq!(input.take(), "again");
    }

    /// What is pasted becomes one line that holds nothing that a terminal obeys, and no more than fits.
    #[test]
    fn what_is_pasted_becomes_one_line() {
        let mut input = line("a|z");
        input.paste("b\r\nc\nd\te\u{1b}[2J\u{9b}f");
        assert_eq!(shown(&input), "ab c d e[2Jf|z");
        input.paste(&"x".repeat(100_000));
        assert_eq!(input.text().0.chars().count(), MAX_TYPED);
    }

    /// The Tab key fills in what can be meant only one way, and tells where there are several.
    #[test]
    fn tab_completes() {
        let nicks = ["Ada", "Adam", "茶x", "茶y", "Otter-3f9a"];
        for (before, after, meant) in [
            ("/he|", "/help |", &[][..]),
            ("/un|", "/un|", &["/unignore", "/unlock", "/unmute"][..]),
            ("ot|", "Otter-3f9a |", &[]),
            ("hello ot| there", "hello Otter-3f9a | there", &[]),
            ("/w a|", "/w Ada|", &["Ada", "Adam"]),
            ("/w adam|", "/w Adam |", &[]),
            ("茶|", "茶|", &["茶x", "茶y"]),
            ("zz|", "zz|", &[]),
            ("|", "|", &[]),
            ("x /he|", "x /he|", &[]),
        ] {
            let mut input = line(before);
            let commands = ["help", "ignore", "unignore", "unlock", "unmute", "w"];
            let told = input.complete(commands.into_iter(), nicks.into_iter());
            assert_eq!(shown(&input), after, "{before}");
            assert_eq!(told, meant, "{before}");
        }
    }
}
