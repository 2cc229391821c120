//! Coming to read: transcripts, and the windows that they are read in.

use std::{
    sync::{Arc, MutexGuard},
    time::Duration,
};

use rand::Rng;

use super::{
    Form, Hub, Inner,
    channel::Channel,
    look::{Glance, Pending, is_seen},
    reader::{Reader, Seat},
    windows::{Draft, Window, WindowId},
};
use crate::chat::{Claim, EndReason, Event, MemberId, Moment, Place, Refusal, RoomId, RoomView};

/// What a window gets that asks for its transcript.
#[derive(Debug)]
pub enum Opened {
    /// What there is to read now, and no more for the moment.
    Glance(Pending),
    /// The transcript.
    Reader(Reader),
    /// It has ended, and does not come back by itself.
    Ended(EndReason),
    /// The window had to be forgotten.
    Forgotten,
}

/// What a window gets that asks for its transcript, and where.
#[derive(Debug)]
pub struct Asked {
    /// The room that it shows by now.
    pub place: Place,
    /// Whether all of its page is loaded.
    pub is_loaded: bool,
    /// What it gets.
    pub outcome: Result<Opened, Refusal>,
}

/// How a window reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Everything at once.
    Live,
    /// What there is, now and again, at most so far apart.
    Calm(Duration),
}

/// How many messages a calm window is shown, the newest: it loads them again and again.
const CALM_LINES: u64 = 60;

impl Inner {
    /// The room at a place, if whoever claims may come in and was not removed.
    fn enter_to_read(&self, place: &Place, claim: &Claim) -> Result<RoomView, Refusal> {
        let room = self.state.enter(place, claim)?;
        if self.state.is_removed(room.id, claim.member) {
            Err(Refusal::Removed)
        } else {
            Ok(room)
        }
    }

    /// Where a member stopped reading in a room, if that was a while ago.
    fn left_off(&self, room: RoomId, member: MemberId, uptime: Duration) -> Option<u64> {
        self.channels.get(&room)?.left_off(member, uptime)
    }
}

impl Hub {
    /// Opens a transcript; a session that has its share open loses its oldest one.
    ///
    /// # Errors
    /// [`Refusal::Full`] where as many as allowed are open, or why the reader may not come in.
    pub fn open(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        form: Form,
    ) -> Result<Reader, Refusal> {
        let inner = self.lock();
        let room = inner.state.enter(place, claim)?.id;
        let member = claim.proven.then_some(claim.member);
        self.seat(inner, now, claim, room, Seat::new(member, claim.via, form))
    }

    /// Takes a seat in a room.
    fn seat(
        &self,
        mut inner: MutexGuard<'_, Inner>,
        now: Moment,
        claim: &Claim,
        room: RoomId,
        mut seat: Seat,
    ) -> Result<Reader, Refusal> {
        let mut effects = Vec::new();
        let displaced = seat
            .member
            .and_then(|member| inner.displace(now.uptime, member));
        if inner.open >= inner.max_open {
            return Err(Refusal::Full);
        }
        if let Some(member) = seat.member {
            let (_, forgotten) = inner.state.admit(now, claim);
            effects.extend(forgotten);
            effects.extend(inner.state.attach(now, room, member));
        }
        inner.opened += 1;
        inner.open += 1;
        seat.opened = inner.opened;
        if let Some(window) = seat.window {
            inner.windows.note_opened(window);
        }
        let is_nameless = seat.member.is_none();
        let channel = inner.channel(now.uptime, room);
        seat.beat = channel.beat;
        if let Some(member) = seat.member {
            let left_off = || channel.left_off(member, now.uptime);
            seat.left_off = seat.left_off.or_else(left_off);
        }
        let key = channel.seats.insert(seat);
        if is_nameless {
            let nameless = channel.nameless();
            inner.state.set_nameless(room, nameless);
        }
        let reader = Reader::new(self.clone(), room, key, now.uptime);
        Self::perform(inner, now.uptime, effects);
        if let Some(waker) = displaced {
            waker.wake();
        }
        Ok(reader)
    }

    /// Opens a window on a room, for whoever may come in. Who was removed from it comes back so.
    ///
    /// # Errors
    /// The refusal to show to them.
    pub fn open_window(
        &self,
        claim: &Claim,
        place: &Place,
        rng: &mut impl Rng,
    ) -> Result<(RoomView, WindowId), Refusal> {
        let mut inner = self.lock();
        let room = inner.state.enter(place, claim)?;
        inner.state.come_back(room.id, claim.member);
        let id = inner.windows.open(claim.member, place, rng);
        Ok((room, id))
    }

    /// What a window is that was loaded from a room's page, when its form is served.
    ///
    /// # Errors
    /// [`Refusal::TooOld`] where it was known once.
    pub fn form_of(&self, id: WindowId, member: MemberId, home: &Place) -> Result<Window, Refusal> {
        let mut inner = self.lock();
        inner.windows.take_up(id, member, home, false);
        let window = inner.windows.get(id, member).ok_or(Refusal::TooOld)?;
        window.serve_form();
        Ok(window.clone())
    }

    /// The room whose page was loaded into a window, if the window is known.
    #[must_use]
    pub fn home_of(&self, id: WindowId, member: MemberId) -> Option<Place> {
        let mut inner = self.lock();
        inner
            .windows
            .get(id, member)
            .map(|window| window.home.clone())
    }

    /// Keeps what was refused for the form of its window; says whether there is such a window, and the
    /// text is not too long.
    pub fn keep(&self, uptime: Duration, id: WindowId, member: MemberId, draft: Draft) -> bool {
        let mut inner = self.lock();
        let window = inner.windows.get(id, member);
        window.is_some_and(|window| window.keep(draft, uptime))
    }

    /// Lets go of what was refused in a window: its form was sent empty.
    pub fn drop_draft(&self, id: WindowId, member: MemberId) {
        if let Some(window) = self.lock().windows.get(id, member) {
            window.draft = None;
        }
    }

    /// Opens the transcript of a window that somebody who proves who they are has loaded from a room's page,
    /// in the room that it shows by now.
    ///
    /// Until all of the page is loaded there is only a glance: the browser shows a tab as busy that has a
    /// transcript open before that.
    ///
    /// # Errors
    /// As [`Self::open`], and [`Refusal::Removed`] for who was removed, which only another window changes.
    pub fn open_in(
        &self,
        now: Moment,
        claim: &Claim,
        home: &Place,
        id: WindowId,
        form: Form,
        rhythm: Rhythm,
    ) -> Asked {
        let mut inner = self.lock();
        let mut asked = Asked {
            place: home.clone(),
            is_loaded: true,
            outcome: Ok(Opened::Forgotten),
        };
        inner.windows.take_up(id, claim.member, home, true);
        let Some(window) = inner.windows.get(id, claim.member) else {
            return asked;
        };
        asked.is_loaded = window.ask();
        asked.place = window.place.clone();
        if let Some(reason) = &window.ended {
            asked.outcome = Ok(Opened::Ended(reason.clone()));
            return asked;
        }
        let room = match inner.enter_to_read(&asked.place, claim) {
            Ok(room) => room,
            Err(refusal) => {
                asked.outcome = Err(refusal);
                return asked;
            }
        };
        let mut left_off = inner.left_off(room.id, claim.member, now.uptime);
        if let (Some(window), Rhythm::Live) = (inner.windows.get(id, claim.member), rhythm) {
            left_off = window.mark(left_off, now.uptime);
        }
        asked.outcome = match rhythm {
            Rhythm::Live if asked.is_loaded => {
                let mut seat = Seat::new(Some(claim.member), claim.via, form);
                seat.window = Some(id);
                seat.left_off = left_off;
                let reader = self.seat(inner, now, claim, room.id, seat);
                reader.map(Opened::Reader)
            }
            _ => {
                let (newest, again) = match rhythm {
                    Rhythm::Calm(again) => (CALM_LINES, again),
                    Rhythm::Live => (u64::MAX, Duration::ZERO),
                };
                let glance = Glance {
                    form,
                    left_off,
                    newest,
                    again,
                };
                Ok(Opened::Glance(Self::glance(
                    inner, now, claim, &room, glance,
                )))
            }
        };
        asked
    }

    /// What there is to read in a room for somebody who looks again within such a time if at all. Who proves
    /// no session sees what was said, and is not there.
    ///
    /// # Errors
    /// The refusal to show to them.
    pub fn look_in(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
        form: Form,
        again: Duration,
    ) -> Result<(RoomView, Pending), Refusal> {
        let mut inner = self.lock();
        let room = inner.enter_to_read(place, claim)?;
        let glance = Glance {
            form,
            left_off: inner.left_off(room.id, claim.member, now.uptime),
            newest: u64::MAX,
            again,
        };
        if !claim.proven {
            let render = Arc::clone(&inner.render);
            let channel = inner.channel(now.uptime, room.id);
            let pending = channel.glance(None, glance, None, render.as_ref());
            return Ok((room, pending));
        }
        let pending = Self::glance(inner, now, claim, &room, glance);
        Ok((room, pending))
    }

    /// What a member sees of a room who looks in without staying, but comes again after such a time; if that
    /// is none, it does not count as having read.
    fn glance(
        mut guard: MutexGuard<'_, Inner>,
        now: Moment,
        claim: &Claim,
        room: &RoomView,
        glance: Glance,
    ) -> Pending {
        let inner = &mut *guard;
        let who = claim.member;
        let mut effects = inner.state.admit(now, claim).1;
        effects.extend(inner.state.stay(now, room.id, who, glance.again));
        let render = Arc::clone(&inner.render);
        let version = inner.state.roster_version(room.id);
        let channel = inner.channels.entry(room.id);
        let channel = channel.or_insert_with(|| Channel::new(now.uptime));
        // Where nobody stays, nobody was told who is here.
        if !channel.has_members()
            && let Some(roster) = inner.state.roster(room.id)
        {
            channel.tell_roster(roster, version, now.uptime);
        }
        let ignored = inner.state.ignored_by(who);
        let pending = channel.glance(Some(who), glance, ignored, render.as_ref());
        if !glance.again.is_zero() {
            channel.note_left(who, channel.said_end(), now.uptime);
        }
        Self::perform(guard, now.uptime, effects);
        pending
    }

    /// Notes that a window asks for its transcript and gets none; says whether all of its page is loaded.
    pub fn turn_away(&self, id: WindowId, member: MemberId) -> bool {
        let mut inner = self.lock();
        let window = inner.windows.get(id, member);
        window.is_none_or(Window::ask)
    }

    /// A room's backlog, oldest message first, for whoever may come in, without those whom they do not want
    /// to see. In a room other than the lobby, a member who asks for it is there, and on the list.
    ///
    /// # Errors
    /// The refusal to show to those who may not.
    pub fn backlog(
        &self,
        now: Moment,
        claim: &Claim,
        place: &Place,
    ) -> Result<Vec<Arc<Event>>, Refusal> {
        let mut inner = self.lock();
        let room = inner.state.enter(place, claim)?;
        let mut effects = Vec::new();
        if claim.proven && *place != Place::Lobby {
            if inner.state.is_removed(room.id, claim.member) {
                return Err(Refusal::Removed);
            }
            effects = inner.state.admit(now, claim).1;
            effects.extend(inner.state.arrive(now, room.id, claim.member));
        }
        let ignored = claim.proven.then(|| inner.state.ignored_by(claim.member));
        let ignored = ignored.flatten();
        let backlog = inner.state.backlog(room.id);
        let backlog = backlog.filter(|event| is_seen(ignored, event.by));
        let backlog = backlog.cloned().collect();
        Self::perform(inner, now.uptime, effects);
        Ok(backlog)
    }
}
