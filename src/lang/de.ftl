# German, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = Lobby

come-in-again = Wieder eintreten

to-lobby = Zur Lobby

left-room = Du hast den Raum verlassen.

room-stopped = Der Raum wurde beendet: Alles, was hier gesagt wurde, ist gelöscht, und alle wurden entfernt.

door = Diesen Raum gibt es nicht, oder er braucht eine Passphrase.

only-you = (nur für dich sichtbar)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: { $named } hier

heading-nameless = { $place }: { $named } hier und { $nameless } ohne Namen

standing-operator = Moderation

standing-away = abwesend

standing-muted = stumm

standing-and = { $first }, { $second }

who-standing = { $nick } ({ $standing })

and-more = und noch { $count }

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } ist dazugekommen.

notice-left = { $nick } hat den Raum verlassen.

notice-farewell = { $nick }: Ich muss jetzt los. Wir reden später weiter, Leute! (gesagt durch /exit)

notice-renamed = { $from } heißt jetzt { $to }.

notice-topic = { $by } hat das Thema festgelegt: { $topic }

notice-kicked = { $by } hat { $nick } entfernt.

notice-kicked-reason = { $by } hat { $nick } entfernt: { $reason }

notice-banned = { $by } hat { $nick } gesperrt.

notice-banned-reason = { $by } hat { $nick } gesperrt: { $reason }

notice-muted = { $by } hat { $nick } stummgeschaltet.

notice-muted-reason = { $by } hat { $nick } stummgeschaltet: { $reason }

notice-unmuted = { $by } lässt { $nick } wieder schreiben.

notice-unmuted-reason = { $by } lässt { $nick } wieder schreiben: { $reason }

notice-locked = { $by } hat den Raum mit einer Passphrase abgeschlossen.

notice-unlocked = { $by } hat den Raum aufgeschlossen: Wer den Code hat, kann hereinkommen.

closing = Der Raum schließt in { $left }.

span-days =
    { $days ->
        [one] { $days } Tag
       *[other] { $days } Tagen
    }
span-hours =
    { $hours ->
        [one] { $hours } Stunde
       *[other] { $hours } Stunden
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    }

span-and = { $first } und { $second }
the-host = Die Leitung dieses Chats

notice-promoted = { $nick } kann hier jetzt moderieren: Die Leitung dieses Chats hat es so bestimmt.

notice-announced = Von der Leitung dieses Chats: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = Was du eingeben kannst, außer dem, was du sagen willst:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }; auch { $aliases }

topic-none = Dieser Raum hat kein Thema.

topic-is = Thema: { $topic }

room-created =
    Raum erstellt: { $code }
    Wer den Code hat, kann hereinkommen: in der Lobby { $join } eingeben oder { $path } an die Adresse anhängen.

ignoring = Von { $nick } siehst du nichts mehr. Mit /unignore { $nick } machst du das rückgängig.

seeing = Du siehst { $nick } wieder.

you-are-host = Du betreibst diesen Chat: Du kannst in jedem Raum moderieren.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = der Raum wurde geschlossen

end-opened-elsewhere = anderswo geöffnet: eine Person liest in höchstens ein paar Fenstern

end-moved = Du bist in einen anderen Raum gegangen.

end-kicked = { $by } hat dich aus dem Raum entfernt. Lade die Seite neu und versuch, wieder hereinzukommen.

end-kicked-reason = { $by } hat dich aus dem Raum entfernt: { $reason } Lade die Seite neu und versuch, wieder hereinzukommen.

full-stop = .

end-banned = Du wurdest für diesen Raum gesperrt.

end-empty = Alle sind gegangen, darum wurde der Raum gelöscht.

end-locked = Der Raum wurde mit einer Passphrase abgeschlossen.

end-erased = Eine Nachricht wurde zurückgenommen. Der Raum wird neu angezeigt.

refusal-too-old = Diese Seite ist zu alt. Lade sie neu.

end-fell-behind = Diese Verbindung war zu langsam. Der Raum wird neu angezeigt.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = alle Befehle zeigen oder einen davon

command-nick = deinen Namen ändern

command-me = sagen, was du tust

command-who = zeigen, wer hier ist

command-whisper = nur einer Person etwas sagen

command-reply = der Person zuflüstern, die dir zuletzt zugeflüstert hat

command-create = einen eigenen Raum erstellen und hingehen

command-join = in einen Raum gehen

command-leave = zurück in die Lobby gehen

command-exit = dich verabschieden und gehen

command-topic = zeigen oder festlegen, worum es im Raum geht

command-ignore = von jemandem nichts mehr sehen

command-unignore = jemanden wieder sehen

command-delete = deine letzte Nachricht zurücknehmen; Moderation: die letzte oder alle von jemandem

command-kick = jemanden entfernen

command-ban = jemanden für immer entfernen

command-mute = jemanden nur noch lesen lassen

command-unmute = jemanden wieder schreiben lassen

command-lock = nur hereinlassen, wer die Passphrase kennt

command-unlock = alle hereinlassen, die den Code haben

command-stop = alles löschen, was hier gesagt wurde, und alle entfernen

command-op = überall moderieren, wenn du den Chat betreibst

command-slash = einen Text sagen, der mit einem Schrägstrich anfängt

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = Du schreibst mehr als eine Nachricht pro Sekunde. Warte einen Moment und sende sie dann noch einmal.

refusal-duplicate = Genau das hast du gerade eben gesagt, darum wurde es nicht zweimal gesendet.

refusal-too-long = Das hat { $characters } Zeichen, und eine Nachricht hat höchstens { $most }. Kürze sie und sende sie dann noch einmal.

refusal-control-characters = Das enthält Steuerzeichen, die in keiner Nachricht stehen dürfen. Sieh es durch und sende es dann noch einmal.

refusal-forgotten = Du warst lange weg. Sende es noch einmal.

refusal-circuit-busy = Über deine Verbindung kommt zu viel auf einmal. Warte ein paar Sekunden und sende es dann noch einmal.

refusal-busy = Im Moment kommen viele Leute herein. Warte ein paar Sekunden und versuch es dann noch einmal.

refusal-full = Hier lesen schon so viele Leute, wie gleichzeitig lesen können. Versuch es später noch einmal.

refusal-unknown-command = Diesen Befehl gibt es nicht, darum wurde nichts gesendet. Meinst du { $usage }? (/help zeigt alle; //TEXT sagt einen Text mit Schrägstrich.)

refusal-usage = Dieser Befehl wird so geschrieben: { $usage } – { $what }.

refusal-no-session = Für Befehle brauchst du eine Seite dieses Raums. Lade sie neu und versuch es dann noch einmal.

refusal-nick-taken = Jemand hat schon diesen Namen oder einen, der so ähnlich aussieht. Wähle einen anderen.

refusal-renamed-lately = Du hast deinen Namen gerade erst geändert. Warte ein wenig, bevor du ihn wieder änderst.

refusal-room-name = Der Name eines Raums hat 1 bis 32 Buchstaben, Ziffern, - und _, und keine Leerzeichen.

refusal-no-room = Diesen Raum gibt es nicht, oder seine Passphrase fehlt oder ist falsch. Prüfe beides: /join CODE PASSPHRASE

refusal-too-many-rooms = Alle Räume sind vergeben. Versuch es in ein paar Minuten noch einmal.

refusal-too-many-own-rooms = Du hast schon so viele Räume erstellt, wie eine Person kann. Verlass einen davon und versuch es dann in einer Minute noch einmal.

refusal-in-lobby = Du bist schon in der Lobby. Mit /exit verabschiedest du dich und gehst.

refusal-lobby-is-open = Die Lobby ist immer offen. Erstelle mit /create einen Raum und schließ den ab.

refusal-not-locked = Dieser Raum hat keine Passphrase.

refusal-nobody = Hier heißt niemand so. Mit /who siehst du, wer hier ist.

refusal-ambiguous = Mehrere Namen hier fangen so an. Gib mehr von dem Namen ein.

refusal-nothing-to-reply = Hier hat dir niemand etwas zugeflüstert. Nimm /whisper NICK TEXT.

refusal-yourself = Das bist du. Wähle eine andere Person.

refusal-kick-yourself = Das bist du. Mit /exit verabschiedest du dich und gehst.

refusal-too-many-ignored = Du ignorierst schon so viele Leute wie möglich. Hol mit /unignore erst jemanden zurück.

refusal-not-ignored = Du ignorierst niemanden mit diesem Namen.

refusal-operators-only = Das kann nur die Moderation dieses Raums: Mit /who siehst du, wer das ist.

refusal-is-host = Diese Person betreibt den ganzen Chat. Sie kann nicht entfernt oder stummgeschaltet werden.

refusal-muted = Die Moderation hat dich stummgeschaltet: Du kannst hier lesen, aber nicht schreiben.

refusal-not-muted = Diese Person ist nicht stummgeschaltet.

refusal-removed = Du wurdest aus diesem Raum entfernt. Lade die Seite neu, um wieder hereinzukommen.

refusal-banned = Du wurdest für diesen Raum gesperrt.

refusal-nothing-to-delete = Es gibt keine Nachricht, die zurückgenommen werden kann.

refusal-wrong-token = Das ist nicht das Host-Token, oder es wurde schon benutzt.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = Ein Name hat mindestens { $least } Zeichen. Wähle einen längeren.

nick-too-long = Das hat { $characters } Zeichen, und ein Name hat höchstens { $most }. Wähle einen kürzeren.

nick-character = Ein Name besteht aus Buchstaben, Ziffern, - und _, ohne Leerzeichen. Lass alles andere weg.

nick-marks = Das sind mehr Akzente oder Zeichen, als die Buchstaben tragen können. Lass ein paar weg.

nick-edges = Am Anfang und am Ende eines Namens steht ein Buchstabe oder eine Ziffer. Lass dort - oder _ weg.

nick-no-letter = Ein Name hat mindestens einen Buchstaben. Füge einen hinzu.

nick-mixed-scripts = Hier sind Buchstaben aus verschiedenen Alphabeten gemischt. Bleib bei einem.

nick-capitals = In Großbuchstaben sieht das aus wie lateinische Buchstaben. Schreib es klein.

nick-reserved = Dieser Name ist für den Raum selbst reserviert oder sieht so ähnlich aus wie ein reservierter. Wähle einen anderen.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] Du hast { $missed } Nachricht verpasst.
       *[other] Du hast { $missed } Nachrichten verpasst.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = Dieser Raum

nav-lobby = Lobby
nav-help = Hilfe
nav-settings = Optionen
nav-reconnect = Neu verbinden

frame-chat = Nachrichten
frame-compose = Nachricht schreiben

intro-title = Neu hier? (Zum Schließen drücken)
intro-name = Du heißt hier { $nick }. Um das zu ändern, gib unten /nick und einen Namen ein.
intro-privacy = Nichts, was hier gesagt wird, wird gespeichert, und niemand hier erfährt, wo du bist. Aber alle im Raum, und wer ihn betreibt, können lesen und kopieren, was du schreibst.
intro-care = Erzähl also nichts, was dich verraten könnte. Mit /help siehst du, was du sonst noch tun kannst.

connecting = Verbindung wird aufgebaut… Falls sie abgebrochen war, kommt der Raum hier von selbst zurück.

lost = Seit über einer Minute kein Lebenszeichen. Vielleicht ist die Verbindung weg: Lade die Seite neu.

empty-nobody = Noch hat niemand etwas gesagt. Schreib die erste Nachricht unten in die Zeile.
empty-invite = Damit andere hereinkommen, gib ihnen die Adresse dieses Raums bis „.onion“. Mit /who siehst du, wer hier ist.

news = Neu, seit du weg warst

members = Wer hier ist

locked = abgeschlossen

whispers = flüstert:

compose-who = Du bist { $nick }. Raum: { $place }.
compose-hint = Mit /help siehst du alles, was du tun kannst.

compose-keep = Diesen Namen behalten, wenn ich neu lade

compose-placeholder = Nachricht...
compose-label = Nachricht
compose-send = Senden

compose-go-there = Dorthin gehen.
compose-elsewhere = Du hast mehrere Fenster offen, darum hat keines davon den Raum gewechselt. Was du in diese Zeile schreibst, geht weiterhin in den Raum „{ $place }“.

passphrase = Passphrase
door-enter = Eintreten

full = Der Raum ist voll. Neuer Versuch läuft…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = Der Raum ohne Frames, für Textbrowser und schlechte Verbindungen
plain-refresh = Zeigen, was neu ist
plain-leave = Zurück zur Seite mit Frames

watch-link = Eine Seite, die in ihrem Titel ungelesene Nachrichten zählt, zum Offenlassen in einem Tab

watch-unread =
    { $count ->
        [one] { $count } ungelesene Nachricht.
       *[other] { $count } ungelesene Nachrichten.
    }
watch-how = Diese Seite sieht alle 15 Sekunden nach und zeigt die Zahl in ihrem Titel.
watch-reset = Ich habe sie gelesen
back-to-room = Zurück in den Raum

## The settings. Each has a heading, and choices of a word or two.

theme = Farben
theme-dark = Dunkel
theme-light = Hell

size = Schriftgröße
size-small = Klein
size-medium = Mittel
size-large = Groß
size-huge = Sehr groß

times = Zeiten neben den Nachrichten
times-clock = Stunde und Minute
times-relative = Zeit seit der Nachricht davor
times-off = Keine

mode = Wie Nachrichten kommen
mode-live = Sofort
mode-calm = Alle 15 Sekunden (langsame Verbindungen, Screenreader)

lines = Zeile zum Schreiben
lines-one = Eine Zeile; Enter sendet sie
lines-several = Mehrere Zeilen

language = Sprache

language-unreviewed = Diese Übersetzungen hat noch niemand geprüft. Die Befehle sind in jeder Sprache englisch.
settings-save = Speichern

## The page "Help".

help-write-title = Schreiben
help-write = Schreib unten in die Zeile und drück Enter. Eine Nachricht hat höchstens 500 Zeichen, und du kannst eine pro Sekunde senden. Was nicht gesendet werden kann, kommt mit dem Grund in die Zeile zurück.

help-private-title = Was privat ist und was nicht
help-private-stored = Nichts, was gesagt wird, wird auf irgendeine Festplatte geschrieben. Die neuesten 200 Nachrichten bleiben im Arbeitsspeicher; wenn die Person, die den Raum betreibt, ihn schließt, sind sie weg.
help-private-host = Wer diesen Raum betreibt, kann alles lesen, und ebenso, wer die Kontrolle über den Computer übernimmt, auf dem er läuft.
help-private-copy = Alle, die hier lesen, können kopieren, was du schreibst. Es lässt sich nicht sagen, wer jemand ist: Ein Name beweist wenig.
help-private-where = Niemand hier erfährt, wo du bist, solange du den Tor Browser benutzt und es nicht verrätst.
help-private-times = Die angezeigten Zeiten weichen absichtlich um bis zu zwei Minuten ab. Sie sind in UTC angegeben.

help-trouble-title = Wenn etwas nicht geht
help-trouble-reconnect = Wenn die Verbindung abbricht, kommen die Nachrichten von selbst zurück. Wenn nicht, oder wenn unten ein Fehler steht, wo du schreibst, drück oben auf „Neu verbinden“.
help-trouble-calm = Wenn deine Verbindung langsam ist oder du einen Screenreader benutzt, wähle in den Optionen „Alle 15 Sekunden“.
help-trouble-cookies = Cookies sind nicht nötig. Ohne sie bekommst du einen anderen Namen, wenn du die Seite neu lädst, außer du drückst über der Zeile auf „Diesen Namen behalten“.

help-commands-title = Befehle
help-commands = Was mit einem Schrägstrich anfängt, ist ein Befehl; niemand außer dir sieht ihn. Einen Namen kannst du abkürzen, wenn nur einer so anfängt.
