//! The own files that are being sent: who has a place.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Table;
use crate::transfer::{AT_ONCE_WITH_ONE, FileNumber, NotSent, SENT_AT_ONCE, TURN, row::Row};

impl Table {
    /// Takes a place to send an own file, which ends when `stop` is cancelled; gives the number of the place. What was
    /// sent of the file before ends: whoever asks again has lost it. Where no place is free, whoever has had one for
    /// the longest time gives it up, once their turn is over; but for nobody who has just had a turn.
    ///
    /// # Errors
    /// Where nobody gives a place up.
    pub(in crate::transfer) fn begin_sending(
        &mut self,
        now: Duration,
        number: FileNumber,
        stop: CancellationToken,
    ) -> Result<u64, NotSent> {
        let row = self.rows.get_mut(&number).ok_or(NotSent::Unknown)?;
        row.end_sending();
        let (peer, gave_up) = (row.view.peer.clone(), row.gave_up);
        let is_over = |since: Duration| now.saturating_sub(since) >= TURN;
        let places = self.rows.values().filter(|row| row.sending.is_some());
        let (all, theirs) = places.fold((0, 0), |(all, theirs), row| {
            (all + 1, theirs + usize::from(row.view.peer == peer))
        });
        let is_own_full = theirs >= AT_ONCE_WITH_ONE;
        if is_own_full || all >= SENT_AT_ONCE {
            let over = self.rows.values_mut().filter(|row| {
                let counts = !is_own_full || row.view.peer == peer;
                counts && row.sending.is_some() && row.turn.is_some_and(is_over)
            });
            let longest = over.min_by_key(|row| row.turn);
            let claims = gave_up.is_none_or(is_over);
            let row = longest.filter(|_| claims).ok_or(NotSent::Busy)?;
            row.end_sending();
            (row.turn, row.gave_up) = (None, Some(now));
        }
        let row = self.rows.get_mut(&number).ok_or(NotSent::Unknown)?;
        self.sends += 1;
        row.turn.get_or_insert(now);
        (row.sending, row.stop) = (Some(self.sends), stop);
        Ok(self.sends)
    }

    /// Gives back a place, if it was not taken away before.
    pub(in crate::transfer) fn end_sending(&mut self, number: FileNumber, place: u64) {
        let row = self.rows.get_mut(&number);
        let has = |row: &&mut Row| row.sending == Some(place);
        if let Some(row) = row.filter(has) {
            row.end_sending();
        }
    }
}
