# French, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = accueil

come-in-again = Revenir dans le salon

to-lobby = Aller à l’accueil

left-room = Vous avez quitté le salon.

room-stopped = Le salon a été arrêté : tout ce qui s’est dit ici est effacé, et on a fait sortir tout le monde.

door = Ce salon n’existe pas, ou il demande une phrase secrète.

only-you = (visible pour vous seulement)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place } : { $named } ici

heading-nameless = { $place } : { $named } ici, et { $nameless } sans pseudo

standing-operator = modération

standing-away = hors ligne

standing-muted = lecture seule

standing-and = { $first }, { $second }

who-standing = { $nick } ({ $standing })

and-more = et { $count } de plus

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } a rejoint le salon.

notice-left = { $nick } a quitté le salon.

notice-farewell = { $nick } : Je dois y aller. À plus tard tout le monde ! (dit par /exit)

notice-renamed = { $from } s’appelle maintenant { $to }.

notice-topic = { $by } a choisi le sujet : { $topic }

notice-kicked = { $by } a fait sortir { $nick }.

notice-kicked-reason = { $by } a fait sortir { $nick } : { $reason }

notice-banned = { $by } a interdit le salon à { $nick }.

notice-banned-reason = { $by } a interdit le salon à { $nick } : { $reason }

notice-muted = { $by } a retiré la parole à { $nick }.

notice-muted-reason = { $by } a retiré la parole à { $nick } : { $reason }

notice-unmuted = { $by } a rendu la parole à { $nick }.

notice-unmuted-reason = { $by } a rendu la parole à { $nick } : { $reason }

notice-locked = { $by } a verrouillé le salon avec une phrase secrète.

notice-unlocked = { $by } a déverrouillé le salon : toute personne qui a le code peut entrer.

closing = Le salon ferme dans { $left }.

span-days =
    { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    }
span-hours =
    { $hours ->
        [one] { $hours } heure
       *[other] { $hours } heures
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }

span-and = { $first } et { $second }
the-host = La personne qui héberge ce tchat

notice-promoted = La personne qui héberge ce tchat a chargé { $nick } de la modération ici.

notice-announced = De la personne qui héberge ce tchat : { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = Ce que vous pouvez taper, en plus de ce que vous voulez dire :

help-line = { $usage } : { $what }

help-line-aliases = { $usage } : { $what } ; ou bien { $aliases }

topic-none = Ce salon n’a pas de sujet.

topic-is = Sujet : { $topic }

room-created =
    Salon créé : { $code }
    Toute personne qui a le code peut entrer : il suffit de taper { $join } à l’accueil, ou d’ajouter { $path } à l’adresse.

ignoring = Vous ne voyez plus rien de { $nick }. /unignore { $nick } annule cela.

seeing = Vous voyez de nouveau { $nick }.

you-are-host = C’est vous qui hébergez ce tchat : vous pouvez modérer tous les salons.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = le salon a fermé

end-opened-elsewhere = ouvert ailleurs : une même personne lit dans quelques fenêtres au plus

end-moved = Vous avez changé de salon.

end-kicked = { $by } vous a fait sortir du salon. Rechargez la page pour essayer de revenir.

end-kicked-reason = { $by } vous a fait sortir du salon : { $reason } Rechargez la page pour essayer de revenir.

full-stop = .

end-banned = Ce salon vous a été interdit.

end-empty = Tout le monde est parti, le salon a donc été effacé.

end-locked = Le salon a été verrouillé avec une phrase secrète.

end-erased = Un message a été retiré. Le salon s’affiche de nouveau.

refusal-too-old = Cette page est trop ancienne. Chargez-la de nouveau.

end-fell-behind = Cette connexion était trop lente. Le salon s’affiche de nouveau.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = voir les commandes, ou l’une d’elles

command-nick = changer de pseudo

command-me = dire ce que vous faites

command-who = voir qui est ici

command-whisper = dire quelque chose à une seule personne

command-reply = chuchoter à la dernière personne qui vous a chuchoté quelque chose

command-create = créer votre propre salon et y aller

command-join = aller dans un salon

command-leave = revenir à l’accueil

command-exit = dire au revoir et partir

command-topic = voir ou choisir le sujet du salon

command-ignore = ne plus rien voir de quelqu’un

command-unignore = voir de nouveau quelqu’un

command-delete = retirer votre dernier message ; modération : le dernier de quelqu’un, ou tous

command-kick = faire sortir quelqu’un

command-ban = faire sortir quelqu’un pour de bon

command-mute = ne plus laisser quelqu’un écrire, seulement lire

command-unmute = laisser quelqu’un écrire de nouveau

command-lock = ne laisser entrer que les personnes qui connaissent la phrase secrète

command-unlock = laisser entrer toutes les personnes qui ont le code

command-stop = effacer tout ce qui s’est dit ici et faire sortir tout le monde

command-op = pouvoir modérer partout, si vous hébergez le tchat

command-slash = dire un texte qui commence par une barre oblique

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = Vous écrivez plus d’un message par seconde. Attendez un instant, puis envoyez-le de nouveau.

refusal-duplicate = Vous venez de dire exactement cela, ce n’est donc pas parti deux fois.

refusal-too-long = Cela fait { $characters } caractères, et un message en a { $most } au plus. Raccourcissez-le, puis envoyez-le de nouveau.

refusal-control-characters = Ce texte contient des caractères de contrôle, qu’aucun message ne peut contenir. Relisez-le, puis envoyez-le de nouveau.

refusal-forgotten = Vous n’étiez plus là depuis longtemps. Envoyez-le de nouveau.

refusal-circuit-busy = Il arrive trop de choses à la fois par votre connexion. Attendez quelques secondes, puis envoyez-le de nouveau.

refusal-busy = Beaucoup de monde arrive en ce moment. Attendez quelques secondes, puis réessayez.

refusal-full = Le nombre de personnes qui peuvent lire ici à la fois est atteint. Réessayez dans un moment.

refusal-unknown-command = Cette commande n’existe pas, rien n’a donc été envoyé. Vouliez-vous dire { $usage } ? (/help les montre toutes ; //TEXT dit un texte avec une barre oblique.)

refusal-usage = Cette commande s’écrit { $usage } : { $what }.

refusal-no-session = Les commandes ont besoin d’une page de ce salon. Rechargez-la, puis réessayez.

refusal-nick-taken = Quelqu’un a déjà ce pseudo, ou un pseudo qui lui ressemble. Choisissez-en un autre.

refusal-renamed-lately = Vous venez de changer de pseudo. Attendez un peu avant d’en changer de nouveau.

refusal-room-name = Le nom d’un salon a de 1 à 32 lettres, chiffres, - et _, et pas d’espaces.

refusal-no-room = Ce salon n’existe pas, ou sa phrase secrète manque ou est fausse. Vérifiez les deux : /join CODE PASSPHRASE

refusal-too-many-rooms = Tous les salons sont pris. Réessayez dans quelques minutes.

refusal-too-many-own-rooms = Vous avez déjà créé le nombre maximal de salons par personne. Quittez l’un d’eux, puis réessayez dans une minute.

refusal-in-lobby = Vous êtes déjà à l’accueil. Tapez /exit pour dire au revoir et partir.

refusal-lobby-is-open = L’accueil est toujours ouvert. Créez un salon avec /create, et verrouillez celui-là.

refusal-not-locked = Ce salon n’a pas de phrase secrète.

refusal-nobody = Personne ici ne s’appelle ainsi. Tapez /who pour voir qui est ici.

refusal-ambiguous = Plusieurs pseudos ici commencent ainsi. Tapez plus de lettres du pseudo.

refusal-nothing-to-reply = Personne ne vous a rien chuchoté ici. Utilisez /whisper NICK TEXT.

refusal-yourself = C’est vous. Choisissez quelqu’un d’autre.

refusal-kick-yourself = C’est vous. Tapez /exit pour dire au revoir et partir.

refusal-too-many-ignored = Vous ignorez déjà le nombre maximal de personnes. Utilisez d’abord /unignore pour l’une d’elles.

refusal-not-ignored = Vous n’ignorez personne de ce nom.

refusal-operators-only = Seule la modération de ce salon peut faire cela : tapez /who pour voir qui c’est.

refusal-is-host = Cette personne héberge tout le tchat : on ne peut ni la faire sortir ni lui retirer la parole.

refusal-muted = La modération vous a retiré la parole : ici, vous pouvez lire, mais pas écrire.

refusal-not-muted = Cette personne n’est pas en lecture seule.

refusal-removed = On vous a fait sortir de ce salon. Rechargez la page pour revenir.

refusal-banned = Ce salon vous a été interdit.

refusal-nothing-to-delete = Il n’y a pas de message à retirer.

refusal-wrong-token = Ce n’est pas le jeton de la personne qui héberge, ou il a déjà servi.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = Un pseudo a au moins { $least } caractères. Choisissez-en un plus long.

nick-too-long = Cela fait { $characters } caractères, et un pseudo en a { $most } au plus. Choisissez-en un plus court.

nick-character = Un pseudo se compose de lettres, de chiffres, de - et de _, sans espaces. Enlevez le reste.

nick-marks = Il y a plus d’accents ou de signes que les lettres ne peuvent en porter. Enlevez-en.

nick-edges = Un pseudo commence et finit par une lettre ou un chiffre. Enlevez le - ou le _ à cet endroit.

nick-no-letter = Un pseudo a au moins une lettre. Ajoutez-en une.

nick-mixed-scripts = Cela mélange des lettres d’alphabets différents. Écrivez-le dans un seul.

nick-capitals = En majuscules, cela ressemble à des lettres latines. Écrivez-le en minuscules.

nick-reserved = Ce pseudo est réservé au salon lui-même, ou ressemble à un pseudo qui l’est. Choisissez-en un autre.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] Vous avez manqué { $missed } message.
       *[other] Vous avez manqué { $missed } messages.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = Ce salon

nav-lobby = Accueil
nav-help = Aide
nav-settings = Réglages
nav-reconnect = Reconnecter

frame-chat = Messages
frame-compose = Écrire un message

intro-title = Première visite ? (Appuyez pour fermer)
intro-name = Vous vous appelez { $nick }. Pour changer cela, tapez ci-dessous /nick et un pseudo.
intro-privacy = Rien de ce qui se dit ici n’est enregistré, et personne ici n’apprend où vous êtes. Mais toutes les personnes du salon, et celle qui l’héberge, peuvent lire et copier ce que vous écrivez.
intro-care = Ne dites donc rien qui pourrait vous trahir. Tapez /help pour voir ce que vous pouvez faire d’autre.

connecting = Connexion… Si la connexion a été perdue, le salon revient ici tout seul.

lost = Aucun signe de vie depuis plus d’une minute. La connexion est peut-être perdue : rechargez la page.

empty-nobody = Personne n’a encore rien dit. Écrivez le premier message dans la ligne ci-dessous.
empty-invite = Pour faire entrer d’autres personnes, donnez-leur l’adresse de ce salon jusqu’à « .onion ». Tapez /who pour voir qui est là.

news = Nouveau depuis votre départ

members = Qui est ici

locked = verrouillé

whispers = chuchote :

compose-who = Vous êtes { $nick }. Salon : { $place }.
compose-hint = Tapez /help pour voir tout ce que vous pouvez faire.

compose-keep = Garder ce pseudo quand je recharge

compose-placeholder = Message...
compose-label = Message
compose-send = Envoyer

compose-go-there = Y aller.
compose-elsewhere = Vous avez plusieurs fenêtres ouvertes, aucune n’a donc changé de salon. Ce que vous écrivez dans cette ligne va toujours dans le salon « { $place } ».

passphrase = Phrase secrète
door-enter = Entrer

full = Le salon est plein. Nouvel essai…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = Le salon sans cadres, pour les navigateurs en mode texte et les mauvaises connexions
plain-refresh = Voir les nouveautés
plain-leave = Revenir à la page avec cadres

watch-link = Une page qui compte les messages non lus dans son titre, à laisser ouverte dans un onglet

watch-unread =
    { $count ->
        [one] { $count } message non lu.
       *[other] { $count } messages non lus.
    }
watch-how = Cette page vérifie toutes les 15 secondes et montre le nombre dans son titre.
watch-reset = Je les ai lus
back-to-room = Revenir au salon

## The settings. Each has a heading, and choices of a word or two.

theme = Couleurs
theme-dark = Sombres
theme-light = Claires

size = Taille des lettres
size-small = Petite
size-medium = Moyenne
size-large = Grande
size-huge = Très grande

times = Heure à côté des messages
times-clock = Heure et minute
times-relative = Temps écoulé depuis le message précédent
times-off = Aucune

mode = Arrivée des messages
mode-live = Tout de suite
mode-calm = Toutes les 15 secondes (connexions lentes, lecteurs d’écran)

lines = Ligne pour écrire
lines-one = Une ligne ; Entrée l’envoie
lines-several = Plusieurs lignes

language = Langue

language-unreviewed = Personne n’a encore relu ces traductions. Les commandes sont en anglais dans toutes les langues.
settings-save = Enregistrer

## The page "Help".

help-write-title = Écrire
help-write = Écrivez dans la ligne du bas et appuyez sur Entrée. Un message a 500 caractères au plus, et vous pouvez en envoyer un par seconde. Ce qui ne peut pas être envoyé revient dans la ligne, avec la raison.

help-private-title = Ce qui est privé, et ce qui ne l’est pas
help-private-stored = Rien de ce qui se dit n’est écrit sur aucun disque. Les 200 messages les plus récents sont gardés en mémoire ; quand la personne qui héberge le salon le ferme, ils disparaissent.
help-private-host = La personne qui héberge ce salon peut tout lire, et toute personne qui prend le contrôle de l’ordinateur où il se trouve le peut aussi.
help-private-copy = Toute personne qui lit ici peut copier ce que vous écrivez. On ne peut pas savoir qui est qui : un pseudo ne prouve pas grand-chose.
help-private-where = Personne ici n’apprend où vous êtes, tant que vous utilisez Tor Browser et que vous ne le dites pas.
help-private-times = Les heures affichées sont volontairement inexactes, de deux minutes au plus. Elles sont en UTC.

help-trouble-title = Si quelque chose ne marche pas
help-trouble-reconnect = Si la connexion est perdue, les messages reviennent tout seuls. Sinon, ou si une erreur s’affiche là où vous écrivez, appuyez sur « Reconnecter » en haut.
help-trouble-calm = Si votre connexion est lente, ou si vous utilisez un lecteur d’écran, choisissez « Toutes les 15 secondes » dans les réglages.
help-trouble-cookies = Les cookies ne sont pas nécessaires. Sans eux, vous recevez un autre pseudo quand vous rechargez la page, sauf si vous appuyez sur « Garder ce pseudo » au-dessus de la ligne.

help-commands-title = Commandes
help-commands = Ce qui commence par une barre oblique est une commande ; personne d’autre que vous ne la voit. Vous pouvez abréger un pseudo si un seul commence ainsi.
