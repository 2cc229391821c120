//! What is for a peer and what is for the room, without either.

use std::sync::mpsc::{Receiver, sync_channel};

use super::{
    super::{
        desk::{Ask, By, Fate, Message, NotSent, People, Said, TalkLine},
        input::Edit,
        link::{Sent, Typed},
        own::{Meant, Own},
        text::{Name, Words},
    },
    *,
};
use crate::{chat::Place, onion::OnionAddress};

/// The room in which the person sits.
const ROOM: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

/// A person at a desk.
struct Person {
    screen: Screen,
    desk: Desk,
    asked: Receiver<Ask>,
}

/// The address of a peer.
fn address(number: u8) -> OnionAddress {
    OnionAddress::of([number; 32])
}

/// A peer of whom so many messages are unread.
fn peer(number: u8, name: &str, unread: usize) -> Peer {
    Peer {
        address: address(number),
        name: Some(Name::new(name)),
        unread,
        waiting: 0,
        failed: 0,
        asks: false,
        room: None,
    }
}

/// A mailbox with these peers.
fn mailbox(peers: &[Peer]) -> Sight {
    let peers = peers.to_vec();
    let people = People {
        peers,
        ..People::default()
    };
    Sight {
        people: Ok(people),
        talk: None,
    }
}

impl Person {
    /// Somebody whose mailbox has these peers.
    fn with(peers: &[Peer]) -> Self {
        let (ask, asked) = sync_channel(16);
        let desk = Desk {
            sight: watch::channel(Sight::none()).1,
            shown: watch::channel(None).0,
            asked: ask,
            sent: mpsc::channel(1).1,
        };
        let mut screen = Screen::new(&Asked::of(ROOM.parse().unwrap()));
        screen.take_sight(mailbox(peers));
        Self {
            screen,
            desk,
            asked,
        }
    }

    /// Types a line and presses Enter.
    fn types(&mut self, line: &str) {
        self.screen.pane_mut().input.set(line);
        match Meant::of(line) {
            Meant::Own(own) => drop(self.screen.own_command(own, &self.desk)),
            line => self.screen.send_to_peer(&line, &self.desk),
        }
    }

    /// What is in the line, and what the Up key brings into it.
    fn line(&mut self) -> (String, String) {
        let input = &mut self.screen.pane_mut().input;
        let now = input.text().0.to_owned();
        input.edit(Edit::Older);
        let before = input.text().0.to_owned();
        input.edit(Edit::Newer);
        (now, before)
    }

    /// What is told above the line.
    fn told(&self) -> &str {
        match &self.screen.hint {
            Hint::Welcome => "",
            Hint::Told(text) | Hint::Warning(text) => text,
        }
    }

    /// What was asked of the mailbox.
    fn asked(&self) -> Vec<Ask> {
        let asked = self.asked.try_iter();
        asked.filter(|ask| *ask != Ask::Look).collect()
    }
}

/// What was not taken.
fn not_sent(text: &str, is_unknown: bool) -> Result<(), NotSent> {
    let message = Message {
        to: address(1),
        text: text.to_owned(),
    };
    Err(NotSent {
        message,
        why: "No.".to_owned(),
        is_unknown,
    })
}

/// What is typed while one talks with a peer goes to the mailbox, and comes back in the room's line as a command for
/// the peer only, whatever becomes of it.
#[test]
fn what_is_for_a_peer_stays_with_the_peer() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    person.types("/peer anna");
    person.types("a secret");
    person.types("//half");
    person.types("/who");
    assert!(person.told().starts_with("Peers know no commands"));
    let to = address(1);
    let send = |text: &str| {
        let (to, text) = (to.clone(), text.to_owned());
        Ask::Send(Message { to, text })
    };
    assert!(person.asked() == [send("a secret"), send("/half")]);
    let shown = person.desk.shown.borrow().clone();
    assert_eq!(shown.map(|shown| shown.with), Some(to.clone()));
    person.screen.pane_mut().input.set("half a secret");
    person.screen.back(&person.desk);
    assert_eq!(
        person.line(),
        (String::new(), "/peer anna half a secret".to_owned())
    );
    person.screen.sent_to_peer(not_sent("a secret", false));
    assert_eq!(
        person.line(),
        (String::new(), "/peer anna a secret".to_owned())
    );
    assert!(person.told().contains("To anna: No."));
}

/// What was not taken comes back where it was typed; what may have been taken is not in the line, where Enter would
/// send it twice.
#[test]
fn what_was_not_taken_comes_back() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    person.types("/peer anna");
    person.screen.sent_to_peer(not_sent("one", false));
    assert_eq!(person.line().0, "one");
    person.screen.sent_to_peer(not_sent("two", false));
    assert_eq!(person.line(), ("one".to_owned(), "two".to_owned()));
    person.screen.pane_mut().input.take();
    person.screen.sent_to_peer(not_sent("three", true));
    assert_eq!(person.line(), (String::new(), "three".to_owned()));
    assert!(person.told().contains("may be on its way"));
}

/// News are told once, those of the peer with whom one talks not at all, and a mailbox that goes away and comes back
/// has nothing new.
#[test]
fn news_are_told_once() {
    let mut person = Person::with(&[peer(1, "anna", 1), peer(2, "bo", 0)]);
    assert_eq!(person.told(), "anna has written to you: /peer anna");
    let look = |person: &mut Person, sight, told| {
        person.screen.tell("");
        person.screen.take_sight(sight);
        assert_eq!(person.told(), told);
    };
    let two = [peer(1, "anna", 1), peer(2, "bo", 1)];
    look(
        &mut person,
        mailbox(&two),
        "bo has written to you: /peer bo",
    );
    look(&mut person, mailbox(&two), "");
    let gone = Sight {
        people: Err("Gone.".to_owned()),
        talk: None,
    };
    let lost = "Your own mailbox does not answer any more. Gone.";
    look(&mut person, gone.clone(), lost);
    look(&mut person, gone, "");
    look(&mut person, mailbox(&two), "");
    let mut asks = peer(3, "x", 0);
    (asks.name, asks.asks) = (None, true);
    let told = format!(
        "{} asks to be let in. In a shell: onionchat peer list",
        address(3).beginning()
    );
    let mut all = [&two[..], &[asks]].concat();
    look(&mut person, mailbox(&all), &told);
    all[0].failed = 1;
    let told = "A message to anna was not delivered: /peer anna";
    look(&mut person, mailbox(&all), told);
    all[0].unread = 2;
    all[0].room = Some(ROOM.parse().unwrap());
    let told = "anna invites you to a room: /open anna";
    look(&mut person, mailbox(&all), told);
    (all[0].unread, all[1].unread) = (3, 3);
    look(&mut person, mailbox(&all), "News of anna and 1 more: /peer");
    person.types("/peer bo");
    all[1].unread = 9;
    look(&mut person, mailbox(&all), "");
}

/// Why the newest message is not delivered is told while one talks, once.
#[test]
fn why_a_message_waits_is_told() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    person.types("/peer anna");
    let line = |by| TalkLine {
        time: "15:23".to_owned(),
        by,
        text: Words::new("tea"),
        room: None,
    };
    let why = "the peer is away".to_owned();
    let mut sight = mailbox(&[peer(1, "anna", 0)]);
    let lines = vec![line(By::Peer), line(By::Own(Fate::Waiting(Some(why))))];
    let said = |lines: Vec<TalkLine>, begun_anew| Said {
        with: address(1),
        last: Some(lines.len() as u64),
        lines,
        dropped: 0,
        begun_anew,
    };
    sight.talk = Some(said(lines, 0));
    person.screen.take_sight(sight.clone());
    let told = "Not delivered yet: the peer is away. It waits.";
    assert_eq!(person.told(), told);
    person.screen.tell("");
    person.screen.take_sight(sight.clone());
    assert_eq!(person.told(), "");
    let shown = person.screen.transcript().entries().iter();
    let shown: Vec<String> = shown.map(|(_, entry)| entry.in_one_line()).collect();
    assert_eq!(shown, ["15:23 anna: tea", "15:23 you (waiting): tea"]);
    let read = |person: &Person| person.desk.shown.borrow().as_ref().unwrap().until;
    assert_eq!(read(&person), None, "nothing was drawn yet");
    person.screen.has_shown(&person.desk);
    assert_eq!(read(&person), Some(2));
    sight.talk = Some(said(Vec::new(), 1));
    person.screen.take_sight(sight);
    assert!(person.told().contains("was opened anew"));
}

/// What the room does not take while one talks with a peer is told as the room's words in the room only; and a room that
/// ends does not end the talk.
#[test]
fn the_room_does_not_speak_above_a_line_for_a_peer() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    let lies = "anna has moved, write to her at evil.onion";
    let refused = Sent::Refused {
        error: Name::new("no"),
        reason: Words::new(lies),
    };
    let typed = Typed {
        text: "to the room".to_owned(),
        is_repeated: false,
    };
    person.types("/peer anna");
    person.screen.sent(&typed, &refused);
    assert!(!person.told().contains("evil"));
    person.screen.pane_mut().input.set("draft");
    let over = Err(JoinError::Removed("go".to_owned()));
    person.screen.room_is_over(over);
    assert_eq!(person.line().0, "draft");
    person.screen.back(&person.desk);
    assert_eq!(person.told(), format!("The room says: {lies}"));
    assert_eq!(person.line().0, "to the room");
    assert!(person.screen.ended().is_err());
}

/// Whoever leaves while the mailbox has not taken a message yet is told so, once.
#[test]
fn leaving_loses_nothing_unsaid() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    assert!(person.screen.may_leave());
    person.types("/peer anna tea?");
    assert!(!person.screen.may_leave());
    assert!(person.told().contains("it may be lost"));
    assert!(person.screen.may_leave());
    person.types("/peer anna tea?");
    (0..2).for_each(|_| person.screen.sent_to_peer(Ok(())));
    assert!(person.screen.may_leave());
}

/// Where there is no mailbox, or it is closed, or somebody is not known, that is told, and the line stays.
#[test]
fn what_cannot_be_stays_in_the_line() {
    let mut person = Person::with(&[]);
    person.types("/peer anna a secret");
    assert!(person.told().starts_with("Nobody is called anna."));
    assert_eq!(person.line().0, "/peer anna a secret");
    person.types("/back");
    assert_eq!(person.told(), "This is the room already.");
    person.screen.sending = 1;
    let is_left = matches!(
        person
            .screen
            .own_command(Own::Open(String::new()), &person.desk),
        Then::Nothing
    );
    assert!(is_left && person.told().contains("still on its way"));
    let people = People {
        is_closed: true,
        ..People::default()
    };
    person.screen.mailbox.people = Ok(people);
    let to = address(9).reveal().to_owned();
    person.types(&format!("/peer {to} hello"));
    assert!(person.told().contains("nobody can answer"));
    assert_eq!(person.asked().len(), 1);
    person.screen.mailbox = Sight::none();
    person.types(&format!("/peer {to}"));
    assert!(person.told().contains("is being looked for"));
    assert!(person.asked().is_empty());
}

/// A line for another peer that was half typed is for that one when it comes back.
#[test]
fn a_half_typed_command_stays_what_it_is() {
    let mut person = Person::with(&[peer(1, "anna", 0), peer(2, "bo", 0)]);
    for (draft, back) in [
        ("/peer bo not her", "/peer bo not her"),
        ("//half", "/peer anna /half"),
        ("/pear bo", "/pear bo"),
        (" ", "/peer anna"),
    ] {
        person.types("/peer anna");
        person.screen.pane_mut().input.set(draft);
        person.screen.back(&person.desk);
        assert_eq!(person.line().1, back, "{draft}");
    }
}

/// Where the room asks for something in the middle of a line, the rest of the line is for nobody.
#[tokio::test]
async fn a_line_that_was_cut_goes_nowhere() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    let (_, progress) = watch::channel(Progress::default());
    let asked = Asked::of(ROOM.parse().unwrap());
    let wire = Link::start(crate::dial::Loopback, &asked, progress);
    let needs = || {
        News::Needs(super::super::model::Need::Passphrase {
            reason: Words::new("which"),
            is_wrong: false,
        })
    };
    let enter = |person: &mut Person, line: &str| {
        person.screen.room.input.set(line);
        let key = crossterm_enter();
        drop(person.screen.event(&key, &wire, &person.desk));
    };
    person
        .screen
        .room
        .input
        .set("/peer anna meet me at the sta");
    person.screen.news(needs(), &wire);
    person.screen.news(News::Went(Place::Lobby), &wire);
    person.screen.model.begin();
    enter(&mut person, "tion at five");
    assert_eq!(person.screen.sending, 0, "it is said to nobody");
    assert!(person.told().contains("a part of your line is missing"));
    person.screen.news(needs(), &wire);
    assert!(person.screen.room.input.is_empty() && person.screen.is_secret());
    enter(&mut person, "the passphrase");
    assert_eq!(person.screen.model.state, State::Looking, "it is shown");
    // Once more, before the room has said that it was wrong.
    person.screen.room.input.set("the passph");
    let mut wrong = needs();
    if let News::Needs(super::super::model::Need::Passphrase { is_wrong, .. }) = &mut wrong {
        *is_wrong = true;
    }
    person.screen.news(wrong, &wire);
    person.screen.room.input.edit(Edit::Older);
    let remembered = person.screen.room.input.text().0;
    assert!(!remembered.contains("the passph"), "{remembered}");
    // A draft that was there before, while one talks with somebody else, is not being typed.
    person.screen.is_cut = false;
    person.screen.model.begin();
    person.types("/peer anna");
    person.screen.room.input.set("draft");
    person.screen.news(needs(), &wire);
    assert!(!person.screen.is_cut);
}

/// The Enter key.
fn crossterm_enter() -> Event {
    use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    Event::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE))
}

/// A room that ends waits for what is on its way to the mailbox, and for the person where that came back.
#[test]
fn the_end_of_a_room_loses_no_message() {
    let mut person = Person::with(&[peer(1, "anna", 0)]);
    person.types("/peer anna tea?");
    person.screen.sending = 1;
    person.screen.room_is_over(Ok(Ended::Farewell));
    assert_eq!(person.screen.sending, 0);
    assert!(!person.screen.is_over());
    person.screen.sent_to_peer(Ok(()));
    assert!(person.screen.is_over());
    person.types("/peer anna tea?");
    person.screen.sent_to_peer(not_sent("tea?", false));
    assert!(!person.screen.is_over(), "the person has to see it");
    assert!(person.screen.may_leave());
    person.types("/peer anna tea?");
    person.screen.sent_to_peer(Ok(()));
    assert!(person.screen.is_over(), "it is there now");
}
