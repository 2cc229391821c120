//! Windows that come, end and come back.

use rand::{SeedableRng, rngs::StdRng};

use super::*;

/// A number reads back as itself, and nothing else does.
#[test]
fn numbers_read_back() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut windows = Windows::new(1, &mut rng);
    let id = windows.open(MemberId(1), &Place::Lobby, &mut rng);
    assert_eq!(WindowId::parse(&id.to_string()), Some(id));
    for other in [
        "",
        "0",
        "ABCDEF0123456789",
        "é0000000000000",
        "+123456789abcdef",
    ] {
        assert_eq!(WindowId::parse(other), None, "{other}");
    }
}

/// A window is its member's alone; one of another process is taken up, one of this process that had to
/// go is not.
#[test]
fn windows_are_found() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut windows = Windows::new(1, &mut rng);
    let id = windows.open(MemberId(1), &Place::Lobby, &mut rng);
    assert!(windows.get(id, MemberId(1)).is_some());
    assert!(windows.get(id, MemberId(2)).is_none());
    let other = Windows::new(1, &mut rng).open(MemberId(1), &Place::Lobby, &mut rng);
    assert!(windows.get(other, MemberId(1)).is_none());
    windows.take_up(other, MemberId(1), &Place::Lobby, true);
    assert!(
        windows
            .get(other, MemberId(1))
            .is_some_and(|window| window.is_loaded())
    );
}

/// Whoever loads pages by the thousand pushes out pages of the same kind, and neither those that a
/// browser shows nor those whose connection was lost a moment ago.
#[test]
fn a_flood_of_pages_pushes_out_no_reader() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut windows = Windows::new(1, &mut rng);
    let lost = windows.open(MemberId(1), &Place::Lobby, &mut rng);
    let read = windows.open(MemberId(1), &Place::Lobby, &mut rng);
    for id in [lost, read] {
        let Some(window) = windows.get(id, MemberId(1)) else {
            panic!("a new window is known");
        };
        window.ask();
    }
    windows.note_opened(read);
    for _ in 0..3 * WINDOWS {
        windows.open(MemberId(2), &Place::Lobby, &mut rng);
    }
    assert_eq!(windows.all.len(), WINDOWS + 1);
    for _ in 0..3 * WINDOWS {
        let id = windows.open(MemberId(2), &Place::Lobby, &mut rng);
        let Some(window) = windows.get(id, MemberId(2)) else {
            panic!("a new window is known");
        };
        window.ask();
    }
    assert!(windows.get(lost, MemberId(1)).is_none());
    windows.take_up(lost, MemberId(1), &Place::Lobby, true);
    assert!(
        windows.get(lost, MemberId(1)).is_none(),
        "it was of this process"
    );
    assert!(windows.get(read, MemberId(1)).is_some());
    assert_eq!(windows.all.len(), WINDOWS + 1);
}

/// Until its form was served and its transcript asked for once, a page is not loaded.
#[test]
fn a_page_is_loaded_when_all_frames_are() {
    let mut rng = StdRng::seed_from_u64(4);
    let mut windows = Windows::new(1, &mut rng);
    for form_first in [true, false] {
        let id = windows.open(MemberId(1), &Place::Lobby, &mut rng);
        let Some(window) = windows.get(id, MemberId(1)) else {
            panic!("a new window is known");
        };
        if form_first {
            window.serve_form();
        }
        assert!(!window.ask());
        assert_eq!(window.ask(), form_first);
        window.serve_form();
        assert!(window.ask());
    }
}
