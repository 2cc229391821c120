//! Which room is meant, where somebody goes to another one.

use super::super::{address::RoomAddress, desk::Peer};
use crate::dial::Destination;

/// What is known where somebody goes to another room.
pub(super) struct Rooms<'s> {
    /// Where the person is.
    pub(super) here: &'s RoomAddress,
    /// Those who may have invited.
    pub(super) peers: &'s [Peer],
    /// The newest room to which the peer has invited with whom one talks.
    pub(super) talked: Option<&'s RoomAddress>,
}

impl Rooms<'_> {
    /// The room that is meant: by nothing the one invitation that there is, or else by a peer's name or an address.
    ///
    /// # Errors
    /// Why none is, in a sentence.
    pub(super) fn meant(&self, typed: &str) -> Result<RoomAddress, String> {
        let room = if typed.is_empty() {
            self.only_one()?
        } else if let Some(peer) = self
            .peers
            .iter()
            .find(|peer| peer.called().as_str() == typed)
        {
            let nothing = || {
                format!(
                    "No unread message of {typed} invites you. See what was said: /peer {typed}"
                )
            };
            peer.room.clone().ok_or_else(nothing)?
        } else {
            let room = typed.parse::<RoomAddress>();
            room.map_err(|why| format!("That cannot be opened: {why}."))?
        };
        if room == *self.here {
            return Err("You are there already.".to_owned());
        }
        let is_local = |room: &RoomAddress| matches!(room.at, Destination::Loopback(_));
        if is_local(&room) != is_local(self.here) {
            let join = format!("onionchat join {room}");
            return Err(format!(
                "It is reached another way than this room. Leave, and type: {join}"
            ));
        }
        Ok(room)
    }

    /// The one room to which somebody invites.
    fn only_one(&self) -> Result<RoomAddress, String> {
        if let Some(room) = self.talked {
            return Ok(room.clone());
        }
        let elsewhere = |peer: &&Peer| peer.room.as_ref().is_some_and(|room| room != self.here);
        let inviting: Vec<&Peer> = self.peers.iter().filter(elsewhere).collect();
        match inviting.as_slice() {
            [
                Peer {
                    room: Some(room), ..
                },
            ] => Ok(room.clone()),
            [] => Err("Nobody invites you. /open ADDRESS goes to another room.".to_owned()),
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|peer| peer.called().to_string())
                    .collect();
                Err(format!(
                    "Several invite you: /open and one of {}.",
                    names.join(", ")
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::text::Name, *};
    use crate::onion::OnionAddress;

    /// A peer of this name, who may invite.
    fn peer(name: &str, room: Option<&str>) -> Peer {
        Peer {
            address: OnionAddress::of([7; 32]),
            name: Some(Name::new(name)),
            unread: 1,
            waiting: 0,
            failed: 0,
            asks: false,
            room: room.map(|room| room.parse().unwrap()),
        }
    }

    /// What is typed means one room, or a sentence says why it does not.
    #[test]
    fn one_room_is_meant() {
        const HERE: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";
        let here: RoomAddress = HERE.parse().unwrap();
        let [tea, mate] = ["tea", "mate"].map(|name| format!("{HERE}/r/{name}-5ZEUQ7Y2X7RTHUXL"));
        let local: RoomAddress = "127.0.0.1:8181".parse().unwrap();
        let nobody = [peer("anna", None)];
        let one = [peer("anna", None), peer("bo", Some(&tea))];
        let two = [peer("anna", Some(&mate)), peer("bo", Some(&tea))];
        let back = [peer("bo", Some(HERE))];
        let talked: RoomAddress = mate.parse().unwrap();
        let both = "Several invite you: /open and one of anna, bo.";
        for (peers, here, talked, typed, meant) in [
            (&one[..], &here, None, "", Ok(&tea)),
            (&one, &here, None, "bo", Ok(&tea)),
            (&one, &here, Some(&talked), "", Ok(&mate)),
            (&two, &here, None, "", Err(both)),
            (&two, &here, None, "anna", Ok(&mate)),
            (
                &one,
                &here,
                None,
                "anna",
                Err("No unread message of anna invites you."),
            ),
            (&nobody, &here, None, "", Err("Nobody invites you.")),
            (&back, &here, None, "", Err("Nobody invites you.")),
            (&back, &here, None, "bo", Err("You are there already.")),
            (&nobody, &here, None, &tea, Ok(&tea)),
            (
                &nobody,
                &here,
                None,
                "127.0.0.1:8181",
                Err("It is reached another way"),
            ),
            (&one, &local, None, "bo", Err("It is reached another way")),
            (
                &nobody,
                &here,
                None,
                "example.com",
                Err("That cannot be opened: "),
            ),
        ] {
            let rooms = Rooms {
                here,
                peers,
                talked,
            };
            match (rooms.meant(typed), meant) {
                (Ok(room), Ok(meant)) => assert_eq!(room, meant.parse().unwrap(), "{typed}"),
                (Err(why), Err(begin)) => assert!(why.starts_with(begin), "{typed}: {why}"),
                (room, meant) => panic!("{typed}: {room:?} instead of {meant:?}"),
            }
        }
    }
}
