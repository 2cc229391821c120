# Spanish, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = vestíbulo

come-in-again = Volver a entrar

to-lobby = Ir al vestíbulo

left-room = Saliste de la sala.

room-stopped = Se puso fin a esta sala: se borró todo lo que se dijo aquí y se sacó a todo el mundo.

door = No existe esta sala, o pide una frase secreta.

only-you = (solo lo ves tú)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: { $named } aquí

heading-nameless = { $place }: { $named } aquí, y { $nameless } sin nombre

standing-operator = moderación

standing-away = ausente

standing-muted = sin voz

standing-and = { $first }, { $second }

who-standing = { $nick } ({ $standing })

and-more = y { $count } más

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } entró.

notice-left = { $nick } salió de la sala.

notice-farewell = { $nick }: Me tengo que ir. ¡Hablamos luego, gente! (dicho por /exit)

notice-renamed = { $from } ahora es { $to }.

notice-topic = { $by } puso el tema: { $topic }

notice-kicked = { $by } expulsó a { $nick }.

notice-kicked-reason = { $by } expulsó a { $nick }: { $reason }

notice-banned = { $by } prohibió la entrada a { $nick }.

notice-banned-reason = { $by } prohibió la entrada a { $nick }: { $reason }

notice-muted = { $by } quitó la voz a { $nick }.

notice-muted-reason = { $by } quitó la voz a { $nick }: { $reason }

notice-unmuted = { $by } devolvió la voz a { $nick }.

notice-unmuted-reason = { $by } devolvió la voz a { $nick }: { $reason }

notice-locked = { $by } puso una frase secreta a la sala.

notice-unlocked = { $by } quitó la frase secreta de la sala: quien tenga el código puede entrar.

closing = La sala se cierra en { $left }.

span-days =
    { $days ->
        [one] { $days } día
       *[other] { $days } días
    }
span-hours =
    { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }

span-and = { $first } y { $second }
the-host = Quien aloja este chat

notice-promoted = Quien aloja este chat permite a { $nick } moderar aquí.

notice-announced = De quien aloja este chat: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = Lo que puedes escribir, además de lo que quieras decir:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }; también { $aliases }

topic-none = Esta sala no tiene tema.

topic-is = Tema: { $topic }

room-created =
    Sala creada: { $code }
    Quien tenga el código puede entrar: basta con escribir { $join } en el vestíbulo o añadir { $path } a la dirección.

ignoring = Ya no ves nada de { $nick }. Con /unignore { $nick } lo deshaces.

seeing = Vuelves a ver a { $nick }.

you-are-host = Tú alojas este chat: puedes moderar en todas las salas.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = la sala se cerró

end-opened-elsewhere = abierta en otro lugar: cada persona puede leer en unas pocas ventanas como mucho

end-moved = Te fuiste a otra sala.

end-kicked = { $by } te expulsó de la sala. Recarga la página para intentar entrar de nuevo.

end-kicked-reason = { $by } te expulsó de la sala: { $reason } Recarga la página para intentar entrar de nuevo.

full-stop = .

end-banned = Te prohibieron la entrada a esta sala.

end-empty = Todo el mundo se fue, así que la sala se borró.

end-locked = Le pusieron una frase secreta a la sala.

end-erased = Se retiró un mensaje. La sala se muestra de nuevo.

refusal-too-old = Esta página es demasiado antigua. Cárgala otra vez.

end-fell-behind = Esta conexión iba demasiado lenta. La sala se muestra de nuevo.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = ver los comandos, o uno de ellos

command-nick = cambiar tu nombre

command-me = decir lo que haces

command-who = ver quién está aquí

command-whisper = decir algo a una sola persona

command-reply = susurrar a quien te susurró por última vez

command-create = crear tu propia sala e ir a ella

command-join = ir a una sala

command-leave = volver al vestíbulo

command-exit = despedirte y salir

command-topic = ver o poner el tema de la sala

command-ignore = no ver nada más de alguien

command-unignore = volver a ver a alguien

command-delete = retirar tu último mensaje; moderación: el último de alguien, o todos

command-kick = expulsar a alguien

command-ban = expulsar a alguien para siempre

command-mute = dejar que alguien solo lea

command-unmute = dejar que alguien vuelva a escribir

command-lock = dejar entrar solo a quien sepa la frase secreta

command-unlock = dejar entrar a quien tenga el código

command-stop = borrar todo lo dicho aquí y sacar a todo el mundo

command-op = moderar en todas partes, para quien aloja el chat

command-slash = decir un texto que empieza con una barra

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = Escribes más de un mensaje por segundo. Espera un momento y envíalo otra vez.

refusal-duplicate = Acabas de decir exactamente esto, así que no se envió dos veces.

refusal-too-long = Esto tiene { $characters } caracteres, y un mensaje tiene como máximo { $most }. Acórtalo y envíalo otra vez.

refusal-control-characters = Esto contiene caracteres de control, que ningún mensaje puede llevar. Revísalo y envíalo otra vez.

refusal-forgotten = Pasaste mucho tiempo fuera. Envíalo otra vez.

refusal-circuit-busy = Por tu conexión llega demasiado a la vez. Espera unos segundos y envíalo otra vez.

refusal-busy = En este momento está entrando mucha gente. Espera unos segundos e inténtalo otra vez.

refusal-full = Ya hay aquí el máximo de personas que pueden leer a la vez. Inténtalo otra vez dentro de un rato.

refusal-unknown-command = Ese comando no existe, así que no se envió nada. ¿Querías decir { $usage }? (/help los muestra todos; //TEXT dice un texto con barra.)

refusal-usage = Este comando se escribe { $usage }: { $what }.

refusal-no-session = Los comandos necesitan una página de esta sala. Recárgala e inténtalo otra vez.

refusal-nick-taken = Alguien ya tiene este nombre, o uno que se le parece. Elige otro.

refusal-renamed-lately = Acabas de cambiar tu nombre. Espera un poco antes de cambiarlo otra vez.

refusal-room-name = El nombre de una sala tiene de 1 a 32 letras, números, - y _, sin espacios.

refusal-no-room = No existe esa sala, o su frase secreta falta o no es correcta. Revisa las dos cosas: /join CODE PASSPHRASE

refusal-too-many-rooms = Todas las salas están ocupadas. Inténtalo otra vez en unos minutos.

refusal-too-many-own-rooms = Ya creaste el máximo de salas por persona. Sal de una de ellas e inténtalo otra vez en un minuto.

refusal-in-lobby = Ya estás en el vestíbulo. Escribe /exit para despedirte y salir.

refusal-lobby-is-open = El vestíbulo siempre está abierto. Crea una sala con /create y ponle a ella la frase secreta.

refusal-not-locked = Esta sala no tiene frase secreta.

refusal-nobody = Aquí nadie se llama así. Escribe /who para ver quién está aquí.

refusal-ambiguous = Aquí hay varios nombres que empiezan así. Escribe más letras del nombre.

refusal-nothing-to-reply = Aquí nadie te ha susurrado. Usa /whisper NICK TEXT.

refusal-yourself = Eres tú. Elige a otra persona.

refusal-kick-yourself = Eres tú. Escribe /exit para despedirte y salir.

refusal-too-many-ignored = Ya ignoras al máximo de personas posible. Primero usa /unignore con alguien.

refusal-not-ignored = No ignoras a nadie con este nombre.

refusal-operators-only = Esto solo puede hacerlo quien modera esta sala: escribe /who para ver quién es.

refusal-is-host = Es quien aloja todo el chat: no se le puede expulsar ni quitar la voz.

refusal-muted = La moderación te quitó la voz: aquí puedes leer, pero no escribir.

refusal-not-muted = A esta persona no le han quitado la voz.

refusal-removed = Te expulsaron de esta sala. Recarga la página para volver a entrar.

refusal-banned = Te prohibieron la entrada a esta sala.

refusal-nothing-to-delete = No hay ningún mensaje que retirar.

refusal-wrong-token = Este no es el token de quien aloja el chat, o ya se usó antes.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = Un nombre tiene al menos { $least } caracteres. Elige uno más largo.

nick-too-long = Esto tiene { $characters } caracteres, y un nombre tiene como máximo { $most }. Elige uno más corto.

nick-character = Un nombre lleva letras, números, - y _, sin espacios. Quita lo demás.

nick-marks = Hay más acentos o signos de los que pueden llevar sus letras. Quita algunos.

nick-edges = Un nombre empieza y termina con una letra o un número. Quita de ahí el - o el _.

nick-no-letter = Un nombre tiene al menos una letra. Añade una.

nick-mixed-scripts = Esto mezcla letras de distintos alfabetos. Escríbelo en uno solo.

nick-capitals = En mayúsculas, esto parece escrito con letras latinas. Escríbelo en minúsculas.

nick-reserved = Este nombre está reservado para la propia sala, o se parece a uno que lo está. Elige otro.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] Te perdiste { $missed } mensaje.
       *[other] Te perdiste { $missed } mensajes.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = Esta sala

nav-lobby = Vestíbulo
nav-help = Ayuda
nav-settings = Ajustes
nav-reconnect = Reconectar

frame-chat = Mensajes
frame-compose = Escribir un mensaje

intro-title = ¿Primera vez aquí? (Pulsa para cerrar)
intro-name = Te llamas { $nick }. Para cambiarlo, escribe abajo /nick y un nombre.
intro-privacy = Nada de lo que se dice aquí se guarda, y aquí nadie se entera de dónde estás. Pero todas las personas de la sala, y quien la aloja, pueden leer y copiar lo que escribes.
intro-care = Así que no cuentes nada que pueda delatarte. Escribe /help para ver qué más puedes hacer.

connecting = Conectando… Si se perdió la conexión, la sala vuelve aquí por sí sola.

lost = Sin señales de vida desde hace más de un minuto. Puede que se haya perdido la conexión: vuelve a cargar la página.

empty-nobody = Nadie ha dicho nada todavía. Escribe el primer mensaje en la línea de abajo.
empty-invite = Para que entren otras personas, dales la dirección de esta sala hasta «.onion». Escribe /who para ver quién está aquí.

news = Nuevo desde que te fuiste

members = Quién está

locked = con frase secreta

whispers = susurra:

compose-who = Eres { $nick }. Sala: { $place }.
compose-hint = Escribe /help para ver todo lo que puedes hacer.

compose-keep = Conservar este nombre al recargar

compose-placeholder = Mensaje...
compose-label = Mensaje
compose-send = Enviar

compose-go-there = Ir allí.
compose-elsewhere = Tienes varias ventanas abiertas, así que ninguna cambió de sala. Lo que escribas en esta línea sigue yendo a la sala «{ $place }».

passphrase = Frase secreta
door-enter = Entrar

full = La sala está llena. Intentándolo otra vez…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = La sala sin marcos, para navegadores de texto y malas conexiones
plain-refresh = Ver lo nuevo
plain-leave = Volver a la página con marcos

watch-link = Una página que cuenta en su título los mensajes sin leer, para dejarla abierta en una pestaña

watch-unread =
    { $count ->
        [one] { $count } mensaje sin leer.
       *[other] { $count } mensajes sin leer.
    }
watch-how = Esta página lo comprueba cada 15 segundos y muestra el número en su título.
watch-reset = Ya los leí
back-to-room = Volver a la sala

## The settings. Each has a heading, and choices of a word or two.

theme = Colores
theme-dark = Oscuros
theme-light = Claros

size = Tamaño de las letras
size-small = Pequeño
size-medium = Mediano
size-large = Grande
size-huge = Muy grande

times = Hora junto a los mensajes
times-clock = Hora y minuto
times-relative = Tiempo desde el mensaje anterior
times-off = Ninguna

mode = Cómo llegan los mensajes
mode-live = Al instante
mode-calm = Cada 15 segundos (conexiones lentas, lectores de pantalla)

lines = Línea para escribir
lines-one = Una línea; Enter la envía
lines-several = Varias líneas

language = Idioma

language-unreviewed = Nadie ha revisado todavía estas traducciones. Los comandos están en inglés en todos los idiomas.
settings-save = Guardar

## The page "Help".

help-write-title = Escribir
help-write = Escribe en la línea de abajo y pulsa Enter. Un mensaje tiene como máximo 500 caracteres, y puedes enviar uno por segundo. Lo que no se puede enviar vuelve a la línea, con el motivo.

help-private-title = Qué es privado y qué no
help-private-stored = Nada de lo que se dice se escribe en ningún disco. Los 200 mensajes más recientes se mantienen en memoria; cuando quien aloja la sala la cierra, desaparecen.
help-private-host = Quien aloja esta sala puede leerlo todo, y también quien tome el control del equipo donde está.
help-private-copy = Cualquiera que lea aquí puede copiar lo que escribes. No hay forma de saber quién es alguien: un nombre demuestra poco.
help-private-where = Aquí nadie se entera de dónde estás, siempre que uses Tor Browser y no lo cuentes.
help-private-times = Las horas que se muestran tienen, a propósito, un error de hasta dos minutos. Están en UTC.

help-trouble-title = Si algo no funciona
help-trouble-reconnect = Si se pierde la conexión, los mensajes vuelven por sí solos. Si no vuelven, o si aparece un error donde escribes, pulsa «Reconectar» arriba.
help-trouble-calm = Si tu conexión es lenta o usas un lector de pantalla, elige «Cada 15 segundos» en los ajustes.
help-trouble-cookies = No hacen falta cookies. Sin ellas recibes otro nombre cuando vuelves a cargar la página, a menos que pulses «Conservar este nombre» encima de la línea.

help-commands-title = Comandos
help-commands = Lo que empieza con una barra es un comando; solo lo ves tú. Puedes acortar un nombre si solo hay uno que empiece así.
