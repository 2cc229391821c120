### What people read in the chat, in English: the language that all others are translated from.
###
### The chat is anonymous, and most who come in are new. The sentences are short and in plain words. They
### address one person, politely, and say what can be done.
###
### For translators:
### - Nobody's gender is known. Choose wording that fits everybody.
### - Names in braces, such as { $nick }, are filled in when the sentence is shown. Each message keeps all
###   of the English one's, and has no others; their order is free.
### - Where a number stands beside a word, your language may need several forms: see "gap" at the end for how
###   they are written. Numbers are shown as plain digits.
### - Commands such as /help, and words in capitals such as TEXT or NICK beside them, stay as they are.
### - In languages that run from right to left, put each command together with what follows it between
###   {"\u2066"} and {"\u2069"}, as in {"\u2066"}/unignore { $nick }{"\u2069"}, so that it stays readable.
###   What is filled in is set apart in this way already.
### - "Nick" and "name" both mean what a person is called here. "Operator" is who keeps order in a room, "host"
###   who runs the whole place.
### - A message that you leave out is shown in English.

## Places, and the pages around them.

# The name of the room that is always there and open to everybody. It stands where other rooms have the name
# that their makers gave them: in headings, and before "here" in the list of members.
lobby = lobby

# A link on the page of somebody who left. It leads back into the same room.
come-in-again = Come in again

# A link on pages that end elsewhere.
to-lobby = Go to the lobby

# Told to somebody who has left by their own command.
left-room = You left the room.

# Told to everybody in a room whose operator gave the command /stop.
room-stopped = The room was stopped: everything said here is erased, and everyone was removed.

# Told to whoever may not come in. It deliberately does not tell which of the two it is.
door = There is no such room, or it needs a passphrase.

# Stands in small letters behind an answer to a command.
only-you = (visible only to you)

## The list of members, beside the conversation, and in the answer to /who.

# The heading of the list. $place is the name of a room, or the lobby; $named is how many people are in it.
heading = { $place }: { $named } here

# The same, where $nameless people read without having a name. It is never 0.
heading-nameless = { $place }: { $named } here, and { $nameless } without a name

# How somebody stands, in small letters beside their name: they keep order in this room.
standing-operator = operator

# The same: their connection was lost a moment ago, and they may come back.
standing-away = away

# The same: they can read, but not write.
standing-muted = muted

# Two of these words together. For three it is used twice: "operator, away" is $first then.
standing-and = { $first }, { $second }

# A line of the answer to /who. $standing is one or more of the words above.
who-standing = { $nick } ({ $standing })

# Below the list, where not everybody is named in it. $count is how many more there are, never 0.
and-more = and { $count } more

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } has joined.

notice-left = { $nick } has left the room.

# Somebody typed /exit, and this is said for them as goodbye: casual, as among friends. What stands in
# parentheses shows that they did not type it themselves.
notice-farewell = { $nick }: Gotta go now. I will talk to you folks later. (said by /exit)

# Somebody changed their name from $from to $to.
notice-renamed = { $from } is now { $to }.

# $topic is what the room is about, in the operator's own words.
notice-topic = { $by } set the topic: { $topic }

# Removed: is out of the room, and may come back.
notice-kicked = { $by } removed { $nick }.

# $reason is in the operator's own words, and ends as they ended it. So it is in the messages below.
notice-kicked-reason = { $by } removed { $nick }: { $reason }

# Banned: is out of the room, and may not come back.
notice-banned = { $by } banned { $nick }.

notice-banned-reason = { $by } banned { $nick }: { $reason }

# Muted: can read, but not write.
notice-muted = { $by } muted { $nick }.

notice-muted-reason = { $by } muted { $nick }: { $reason }

# Unmuted: can write again.
notice-unmuted = { $by } unmuted { $nick }.

notice-unmuted-reason = { $by } unmuted { $nick }: { $reason }

# From now on nobody comes in without the passphrase.
notice-locked = { $by } locked the room with a passphrase.

# The code of a room is a part of its address, such as demo-A7F2K9QX3B5CDE4H.
notice-unlocked = { $by } unlocked the room: whoever has the code can come in.

# When the host lets the room close by itself: said when somebody comes in, and again when a day, an hour and then
# some minutes are left. $left is one of the spans below, or two of them.
closing = The room closes in { $left }.

# The spans, as they stand behind "in" there.
span-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
span-hours =
    { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }

# Two spans: days and hours, or hours and minutes.
span-and = { $first } and { $second }
# Stands for $by, at the beginning of a sentence or inside it, where the host did it from outside of the room:
# the person who runs the whole place. No member can be called so.
the-host = The host

# $nick may keep order in this room from now on.
notice-promoted = The host made { $nick } an operator here.

# What the host says to everybody who is reading, in all rooms or in this one. $text is in the host's own words.
notice-announced = From the host: { $text }

## Answers to commands: seen only by whoever gave the command.

# Above the list of all commands.
help-heading = What you can type, beside what you want to say:

# A line of that list. $usage is how the command is written, such as /kick NICK [REASON]; $what is one of the
# texts under "What each command does" below.
help-line = { $usage }: { $what }

# The answer to /help with the name of a command that has other names: $aliases, such as "/w, /msg".
help-line-aliases = { $usage }: { $what }; also { $aliases }

# What the room is about was asked for, and nobody has said so yet.
topic-none = This room has no topic.

topic-is = Topic: { $topic }

# Two lines for somebody who made a room. $code finds the room, and is a secret of those who were told it;
# $join is the command to type in the lobby, with that code; $path is what is added to the chat's address.
room-created =
    Room created: { $code }
    Whoever has the code can come in: they type { $join } in the lobby, or add { $path } to the address.

# $nick is ignored from now on: nothing that they say is shown to the person reading this.
ignoring = You see nothing more of { $nick }. /unignore { $nick } takes that back.

# $nick is not ignored any more.
seeing = You see { $nick } again.

# Told to the person who runs the whole place, once they have proven it.
you-are-host = You are the host: operator in every room.

## The last line of a conversation that has come to its end, for whoever was reading it.

# The whole chat has been shut down.
end-closed = the room has closed

# Somebody opened the room in more windows than they may; this one was the oldest.
end-opened-elsewhere = opened elsewhere: one person reads in a few windows at most

end-moved = You went to another room.

# $by is the operator who did it. Reloading is what a browser does with a page.
end-kicked = { $by } removed you from the room. Reload the page to try joining again.

# $reason is in the operator's own words, as a sentence: where they did not end it, "full-stop" is added.
end-kicked-reason = { $by } removed you from the room: { $reason } Reload the page to try joining again.

# What ends a sentence. It is put behind a reason that somebody wrote without an end.
full-stop = .

end-banned = You were banned from this room.

end-empty = Everybody has left, so the room was erased.

end-locked = The room was locked with a passphrase.

# Somebody took a message back: it vanishes from all screens so.
end-erased = A message was taken back. The room is shown anew.

# In a page that is so old that the program had to forget everything about it.
refusal-too-old = This page is too old. Load it again.

end-fell-behind = This connection was too slow. The room is shown anew.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = show the commands, or one of them

command-nick = change your name

# The text is shown as "* Fox waves": an action instead of something said.
command-me = say what you do

command-who = show who is here

command-whisper = say something to one person only

command-reply = whisper to who last whispered to you

command-create = make a room of your own and go there

command-join = go to a room

command-leave = go back to the lobby

command-exit = say goodbye and leave

command-topic = show or set what the room is about

command-ignore = see nothing more of somebody

command-unignore = see somebody again

command-delete = take back your last message; operators: somebody's last one, or all

# They may come back.
command-kick = remove somebody

# They may not come back.
command-ban = remove somebody for good

command-mute = let somebody only read

command-unmute = let somebody write again

# "It" is the passphrase that is typed behind the command.
command-lock = let in only who knows it

command-unlock = let in everybody who has the code

command-stop = erase everything said here and remove everybody

command-op = become operator everywhere, for the host

# This is for //TEXT, which is no command: the second slash says that what follows is a text.
command-slash = say a text that begins with a slash

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = You write faster than one message a second. Wait a moment, then send it again.

refusal-duplicate = You said exactly this a moment ago, so it was not sent twice.

# $characters is how long the text is, $most how long it may be (500).
refusal-too-long = This has { $characters } characters, and a message has at most { $most }. Shorten it, then send it again.

# Control characters are invisible signs for machines.
refusal-control-characters = This holds control characters, which no message may. Look it over, then send it again.

# The room has forgotten somebody who came back, and knows them again from now on.
refusal-forgotten = You were away for long. Send it again.

refusal-circuit-busy = Too much comes over your connection at once. Wait a few seconds, then send it again.

refusal-busy = Many people are coming in at this moment. Wait a few seconds, then try it again.

refusal-full = As many people read here as can at once. Try it again in a while.

# $usage is the command that is most like what was typed.
refusal-unknown-command = No such command, so nothing was sent. Did you mean { $usage }? (/help shows all; //TEXT says a text with a slash.)

# $usage is how the command is written, such as /kick NICK [REASON]; $what is one of the texts under "What
# each command does" above.
refusal-usage = This command is written { $usage }: { $what }.

# Cookies are what the browser keeps for the page.
refusal-no-session = Commands need a page of this room. Reload it, then try again.

refusal-nick-taken = Somebody has this name, or one that looks like it. Choose another one.

refusal-renamed-lately = You changed your name a moment ago. Wait a little before you change it again.

refusal-room-name = The name of a room has 1 to 32 letters, digits, - and _, and no spaces.

# It deliberately does not tell which of these it is.
refusal-no-room = There is no such room, or its passphrase is missing or wrong. Check both: /join CODE PASSPHRASE

refusal-too-many-rooms = All rooms are taken. Try it again in a few minutes.

refusal-too-many-own-rooms = You have made as many rooms as one person can. Leave one of them, then try it again in a minute.

refusal-in-lobby = You are in the lobby already. Type /exit to say goodbye and leave.

refusal-lobby-is-open = The lobby is always open. Make a room with /create, and lock that.

refusal-not-locked = This room has no passphrase.

refusal-nobody = Nobody here is called so. Type /who to see who is here.

refusal-ambiguous = Several people here have names that begin so. Type more of the name.

refusal-nothing-to-reply = Nobody has whispered to you here. Use /whisper NICK TEXT.

# Somebody wanted to whisper to themselves, ignore themselves or the like.
refusal-yourself = That is you. Choose somebody else.

# Somebody wanted to remove themselves, for which there is another command.
refusal-kick-yourself = That is you. Type /exit to say goodbye and leave.

refusal-too-many-ignored = You ignore as many people as one can. /unignore somebody first.

refusal-not-ignored = You do not ignore anybody of this name.

refusal-operators-only = Only an operator of this room can do this: type /who to see who that is.

refusal-is-host = This is the host of the whole place, who cannot be removed or muted.

refusal-muted = An operator has muted you: you can read here, but not write.

refusal-not-muted = This person is not muted.

refusal-removed = You were removed from this room. Reload the page to come in again.

refusal-banned = You were banned from this room.

# Somebody wanted to take back a message of theirs, or an operator one of somebody else.
refusal-nothing-to-delete = There is no message to take back.

# The token is a secret that the host is shown once, to prove who they are with the command /op.
refusal-wrong-token = This is not the host's token, or it was used before.

## Refusals of a nick: why what somebody typed cannot be their name.

# $least is how many characters a nick has at least (2).
nick-too-short = A nick has at least { $least } characters. Choose a longer one.

# $characters is how many were typed, $most how many there may be (24).
nick-too-long = This has { $characters } characters, and a nick has at most { $most }. Choose a shorter one.

nick-character = A nick is made of letters, digits, - and _, without blanks. Leave out the rest.

# Signs are accents, vowel signs and the like, above or below a letter.
nick-marks = There are more accents or signs than its letters can carry. Leave some out.

nick-edges = A nick begins and ends with a letter or a digit. Leave out the - or _ there.

nick-no-letter = A nick has at least one letter. Add one.

# Scripts are systems of writing: Latin, Cyrillic, Arabic and so on. Mixed, they could imitate another name.
nick-mixed-scripts = This mixes letters of different scripts. Write it in one script.

# Such as Cyrillic letters that look like Latin ones in capitals, and could imitate another name.
nick-capitals = In capitals this looks like Latin letters. Write it in small letters.

# Such as "host" or "operator".
nick-reserved = This name is kept for the room itself, or looks like one that is. Choose another.

## Where lines are missing in the conversation.

# Stands between two messages, for somebody whose connection was too slow to be sent what came between them.
# $missed is how many messages these were, at least 1. Each line in brackets is for one form of your language's
# plurals (Unicode CLDR: zero, one, two, few, many, other); the one with the star is for all that are not named.
gap =
    { $missed ->
        [one] You missed { $missed } message.
       *[other] You missed { $missed } messages.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

# What the row of links is, for those who hear the page.
nav-label = This room

# Four links.
nav-lobby = Lobby
nav-help = Help
nav-settings = Settings
nav-reconnect = Reconnect

# What two parts of the page are, for those who hear it: the conversation, and the line where one writes.
frame-chat = Messages
frame-compose = Write a message

# Shown to who comes for the first time: a heading that can be clicked to put the lines below it away, and
# three short lines. $nick is the name that somebody was given.
intro-title = New here? (Press to close)
intro-name = You are called { $nick }. To change that, type /nick and a name below.
intro-privacy = Nothing said here is stored, and nobody here learns where you are. But everyone in the room, and its host, can read and copy what you write.
intro-care = So do not tell what could give you away. Type /help to see what else you can do.

# Shown for a moment, and for as long as there is no connection.
connecting = Connecting… If the connection was lost, the room comes back here by itself.

# Shown below the messages when nothing has come for a while, although something always does.
lost = No sign of life for over a minute. The connection may be lost: load the page again.

# Two lines in a room in which nothing has been said.
empty-nobody = Nobody has said anything yet. Write the first message in the line below.
empty-invite = To let others in, give them the address of this room as far as ".onion". Type /who to see who is here.

# A line before the messages that came while somebody was away.
news = New since you left

# The heading of the list of who is here, and what opens it on a phone.
members = Members

# Beside the heading, where the room asks for a passphrase.
locked = locked

# Between the names of two people and the text that one of them whispered to the other. English shows
# "Fox → Owl whispers: hello".
whispers = whispers:

# Above the line where one writes. $place is the name of the room, or the lobby.
compose-who = You are { $nick } in { $place }.
compose-hint = Type /help for all that you can do.

# A link behind it, where the browser keeps no cookies. It loads the page so that the name stays the same.
compose-keep = Keep this name when I reload

# In the empty line where one writes; what that line is, for those who hear the page; and the button.
compose-placeholder = Message...
compose-label = Message
compose-send = Send

# A link to another room, and behind it why somebody has to follow it: /join was typed, but several pages
# are open.
compose-go-there = Go there.
compose-elsewhere = Several windows of yours are open, so none of them was moved. This line still writes to { $place }.

# On the page before a room that asks for a passphrase: the label of the line, and the button.
passphrase = Passphrase
door-enter = Come in

# Shown to who comes when as many read as can.
full = The room is full. Trying again…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = The room without frames, for text browsers and bad connections
plain-refresh = Show what is new
plain-leave = Back to the page with frames

watch-link = A page that counts unread messages in its title, to be left open in a tab

# What that page says. $count is 0 or more.
watch-unread =
    { $count ->
        [one] { $count } unread message.
       *[other] { $count } unread messages.
    }
watch-how = This page looks every 15 seconds, and shows the number in its title.
watch-reset = I have read them
back-to-room = Back to the room

## The settings. Each has a heading, and choices of a word or two.

theme = Colours
theme-dark = Dark
theme-light = Light

size = Size of letters
size-small = Small
size-medium = Medium
size-large = Large
size-huge = Very large

times = Times beside messages
times-clock = Hour and minute
times-relative = Time passed since the message before
times-off = None

mode = How messages come
mode-live = At once
mode-calm = Every 15 seconds (slow connections, screen readers)

lines = Line for writing
lines-one = One line; Enter sends it
lines-several = Several lines

language = Language

# Shown in a language whose texts nobody has checked who speaks it. English never shows it.
language-unreviewed = Nobody has checked these translations yet. Commands are English in every language.
settings-save = Save

## The page "Help".

help-write-title = Writing
help-write = Write in the line at the bottom and press Enter. A message has at most 500 characters, and you can send one a second. What cannot be sent comes back into the line, with the reason.

help-private-title = What is private, and what is not
help-private-stored = Nothing that is said is written to any disk. The newest 200 messages are kept in memory; when the host closes the room, they are gone.
help-private-host = The host of this room can read everything, and so can whoever takes control of that computer.
help-private-copy = Everyone who reads here can copy what you write. There is no telling who somebody is: a name proves little.
help-private-where = Nobody here learns where you are, as long as you use Tor Browser and do not tell.
help-private-times = The times shown are off by up to two minutes, on purpose. They are in UTC.

help-trouble-title = If something does not work
help-trouble-reconnect = If the connection is lost, the messages come back by themselves. If they do not, or if an error stands where you write, press "Reconnect" at the top.
help-trouble-calm = If your connection is slow, or you use a screen reader, choose "Every 15 seconds" in the settings.
help-trouble-cookies = Cookies are not needed. Without them you get another name when you load the page again, unless you press "Keep this name" above the line.

help-commands-title = Commands
help-commands = What begins with a slash is a command; nobody but you sees it. You can cut a name short where only one begins so.
