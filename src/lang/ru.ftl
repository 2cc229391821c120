# Russian, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = холл

come-in-again = Войти снова

to-lobby = Перейти в холл

left-room = Вы вышли из комнаты.

room-stopped = Комнату остановили: всё сказанное здесь стёрто, все участники удалены.

door = Такой комнаты нет, или для входа нужен пароль.

only-you = (видно только вам)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: здесь { $named }

heading-nameless = { $place }: здесь { $named } и ещё { $nameless } без имени

standing-operator = модератор

standing-away = не на связи

standing-muted = только читает

standing-and = { $first }, { $second }

who-standing = { $nick } ({ $standing })

and-more = и ещё { $count }

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } входит в комнату.

notice-left = { $nick } выходит из комнаты.

notice-farewell = { $nick }: Ну, мне пора. Потом ещё поболтаем, народ! (сказано командой /exit)

notice-renamed = Теперь { $from } — это { $to }.

notice-topic = { $by } задаёт тему: { $topic }

notice-kicked = { $by } удаляет { $nick } из комнаты.

notice-kicked-reason = { $by } удаляет { $nick } из комнаты: { $reason }

notice-banned = { $by } банит { $nick }.

notice-banned-reason = { $by } банит { $nick }: { $reason }

notice-muted = { $by } запрещает { $nick } писать.

notice-muted-reason = { $by } запрещает { $nick } писать: { $reason }

notice-unmuted = { $by } снова разрешает { $nick } писать.

notice-unmuted-reason = { $by } снова разрешает { $nick } писать: { $reason }

notice-locked = { $by } закрывает комнату паролем.

notice-unlocked = { $by } снимает пароль с комнаты: войти могут все, у кого есть код.

closing = Комната закроется через { $left }.

span-days =
    { $days ->
        [one] { $days } день
        [few] { $days } дня
        [many] { $days } дней
       *[other] { $days } дня
    }
span-hours =
    { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
        [many] { $hours } часов
       *[other] { $hours } часа
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    }

span-and = { $first } и { $second }
the-host = Хозяин чата

notice-promoted = Хозяин чата назначает { $nick } модератором этой комнаты.

notice-announced = Сообщение от хозяина чата: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = Что можно ввести, кроме обычных сообщений:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }; или { $aliases }

topic-none = У этой комнаты нет темы.

topic-is = Тема: { $topic }

room-created =
    Комната создана: { $code }
    Войти могут все, у кого есть код: нужно ввести { $join } в холле или добавить { $path } к адресу.

ignoring = Вы больше ничего не увидите от { $nick }. Отменить: /unignore { $nick }

seeing = Вы снова видите { $nick }.

you-are-host = Вы — хозяин чата: модератор в каждой комнате.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = комната закрылась

end-opened-elsewhere = открыто в другом месте: один человек может читать лишь в нескольких окнах сразу

end-moved = Вы перешли в другую комнату.

end-kicked = { $by } удаляет вас из комнаты. Чтобы попробовать войти снова, перезагрузите страницу.

end-kicked-reason = { $by } удаляет вас из комнаты: { $reason } Чтобы попробовать войти снова, перезагрузите страницу.

full-stop = .

end-banned = Вас забанили в этой комнате.

end-empty = Все вышли, поэтому комната стёрта.

end-locked = Комнату закрыли паролем.

end-erased = Одно сообщение отозвали. Комната показана заново.

refusal-too-old = Эта страница устарела. Загрузите её снова.

end-fell-behind = Это соединение было слишком медленным. Комната показана заново.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = показать команды или одну из них

command-nick = сменить имя

command-me = сказать, что вы делаете

command-who = показать, кто здесь

command-whisper = сказать что-то только одному человеку

command-reply = ответить шёпотом тому, кто шептал вам последним

command-create = создать свою комнату и перейти туда

command-join = перейти в комнату

command-leave = вернуться в холл

command-exit = попрощаться и выйти

command-topic = показать или задать тему комнаты

command-ignore = больше ничего не видеть от этого человека

command-unignore = снова видеть этого человека

command-delete = отозвать своё последнее сообщение; для модераторов: чужое последнее или все

command-kick = удалить кого-то из комнаты

command-ban = удалить кого-то навсегда

command-mute = разрешить кому-то только читать

command-unmute = снова разрешить кому-то писать

command-lock = впускать только тех, кто знает этот пароль

command-unlock = впускать всех, у кого есть код

command-stop = стереть всё сказанное здесь и удалить всех

command-op = стать модератором везде (для хозяина чата)

command-slash = сказать текст, который начинается с косой черты

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = Вы отправляете больше одного сообщения в секунду. Подождите немного и отправьте снова.

refusal-duplicate = Вы только что сказали то же самое, поэтому второй раз это не отправлено.

refusal-too-long = Здесь знаков: { $characters }, а в сообщении их может быть не больше { $most }. Сократите текст и отправьте снова.

refusal-control-characters = Здесь есть управляющие символы, а в сообщениях их быть не может. Проверьте текст и отправьте снова.

refusal-forgotten = Вас долго не было. Отправьте ещё раз.

refusal-circuit-busy = Через ваше соединение приходит слишком много сразу. Подождите несколько секунд и отправьте снова.

refusal-busy = Прямо сейчас входит много людей. Подождите несколько секунд и попробуйте снова.

refusal-full = Здесь читает уже столько людей, сколько может одновременно. Попробуйте чуть позже.

refusal-unknown-command = Такой команды нет, поэтому ничего не отправлено. Может быть, { $usage }? (/help показывает все команды; //TEXT — чтобы сказать текст с косой чертой.)

refusal-usage = Эта команда пишется так: { $usage } — { $what }.

refusal-no-session = Для команд нужна страница этой комнаты. Перезагрузите её и попробуйте снова.

refusal-nick-taken = Это имя или похожее на него уже занято. Выберите другое.

refusal-renamed-lately = Вы только что сменили имя. Подождите немного, прежде чем менять его снова.

refusal-room-name = В названии комнаты от 1 до 32 знаков: буквы, цифры, - и _, без пробелов.

refusal-no-room = Такой комнаты нет, или пароль не указан либо неверен. Проверьте и код, и пароль: /join CODE PASSPHRASE

refusal-too-many-rooms = Все комнаты заняты. Попробуйте снова через несколько минут.

refusal-too-many-own-rooms = Вы создали столько комнат, сколько может один человек. Выйдите из одной из них и через минуту попробуйте снова.

refusal-in-lobby = Вы уже в холле. Чтобы попрощаться и выйти, введите /exit.

refusal-lobby-is-open = Холл всегда открыт. Создайте комнату командой /create и закройте паролем её.

refusal-not-locked = У этой комнаты нет пароля.

refusal-nobody = Здесь никого так не зовут. Введите /who, чтобы узнать, кто здесь.

refusal-ambiguous = Так начинаются имена нескольких людей здесь. Введите больше букв.

refusal-nothing-to-reply = Здесь вам ещё никто не шептал. Используйте /whisper NICK TEXT.

refusal-yourself = Это вы. Выберите кого-нибудь другого.

refusal-kick-yourself = Это вы. Чтобы попрощаться и выйти, введите /exit.

refusal-too-many-ignored = Вы игнорируете столько людей, сколько можно. Сначала перестаньте игнорировать кого-нибудь: /unignore

refusal-not-ignored = Вы никого с таким именем не игнорируете.

refusal-operators-only = Это может сделать только модератор этой комнаты. Кто это, покажет /who.

refusal-is-host = Это хозяин всего чата, а хозяина нельзя удалить или лишить возможности писать.

refusal-muted = Модератор не разрешает вам писать: здесь вы можете только читать.

refusal-not-muted = Этому человеку не запрещено писать.

refusal-removed = Вас удалили из этой комнаты. Чтобы войти снова, перезагрузите страницу.

refusal-banned = Вас забанили в этой комнате.

refusal-nothing-to-delete = Нет сообщения, которое можно отозвать.

refusal-wrong-token = Это не токен хозяина чата, или его уже использовали.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = Знаков в имени должно быть не меньше { $least }. Выберите имя подлиннее.

nick-too-long = Здесь знаков: { $characters }, а в имени их может быть не больше { $most }. Выберите имя покороче.

nick-character = Имя состоит из букв, цифр, - и _, без пробелов. Уберите всё остальное.

nick-marks = Значков над и под буквами здесь больше, чем эти буквы могут нести. Уберите часть из них.

nick-edges = Имя начинается и заканчивается буквой или цифрой. Уберите - или _ с края.

nick-no-letter = В имени должна быть хотя бы одна буква. Добавьте её.

nick-mixed-scripts = Здесь смешаны буквы разных алфавитов. Напишите имя буквами одного алфавита.

nick-capitals = Заглавными это похоже на латинские буквы. Напишите имя строчными.

nick-reserved = Это имя оставлено для самой комнаты или похоже на такое. Выберите другое.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] Вы пропустили { $missed } сообщение.
        [few] Вы пропустили { $missed } сообщения.
        [many] Вы пропустили { $missed } сообщений.
       *[other] Вы пропустили { $missed } сообщения.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = Эта комната

nav-lobby = Холл
nav-help = Помощь
nav-settings = Настройки
nav-reconnect = Обновить

frame-chat = Сообщения
frame-compose = Написать сообщение

intro-title = Вы здесь впервые? (Нажмите, чтобы закрыть)
intro-name = Вас зовут { $nick }. Чтобы сменить имя, введите внизу /nick и новое имя.
intro-privacy = Ничто из сказанного здесь не сохраняется, и никто здесь не узнаёт, где вы находитесь. Но все в комнате, а также хозяин чата, могут прочитать и скопировать то, что вы пишете.
intro-care = Поэтому не рассказывайте того, что может вас выдать. Введите /help, чтобы узнать, что ещё можно делать.

connecting = Подключение… Если связь пропала, комната вернётся сюда сама.

lost = Больше минуты ничего не приходит. Возможно, связь потеряна: загрузите страницу заново.

empty-nobody = Здесь ещё никто ничего не сказал. Напишите первое сообщение в строке внизу.
empty-invite = Чтобы пришли другие, дайте им адрес этой комнаты до «.onion» включительно. Введите /who, чтобы увидеть, кто здесь.

news = Новое, пока вас не было

members = Участники

locked = с паролем

whispers = шёпотом:

compose-who = Вы — { $nick }. Комната: { $place }.
compose-hint = Введите /help, чтобы узнать обо всех возможностях.

compose-keep = Сохранить это имя при перезагрузке

compose-placeholder = Сообщение...
compose-label = Сообщение
compose-send = Отправить

compose-go-there = Перейти туда.
compose-elsewhere = У вас открыто несколько окон, поэтому ни одно из них туда не перешло. Эта строка по-прежнему пишет сюда: { $place }.

passphrase = Пароль
door-enter = Войти

full = В комнате нет мест. Пробуем снова…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = Комната без фреймов, для текстовых браузеров и плохой связи
plain-refresh = Показать новое
plain-leave = Назад к странице с фреймами

watch-link = Страница с числом непрочитанных сообщений в заголовке: её можно оставить открытой во вкладке

watch-unread =
    { $count ->
        [one] { $count } непрочитанное сообщение.
        [few] { $count } непрочитанных сообщения.
        [many] { $count } непрочитанных сообщений.
       *[other] { $count } непрочитанного сообщения.
    }
watch-how = Эта страница проверяет сообщения каждые 15 секунд и показывает их число в заголовке.
watch-reset = Прочитано
back-to-room = Назад в комнату

## The settings. Each has a heading, and choices of a word or two.

theme = Цвета
theme-dark = Тёмные
theme-light = Светлые

size = Размер букв
size-small = Маленький
size-medium = Средний
size-large = Большой
size-huge = Очень большой

times = Время рядом с сообщениями
times-clock = Часы и минуты
times-relative = Сколько прошло с предыдущего сообщения
times-off = Не показывать

mode = Как приходят сообщения
mode-live = Сразу
mode-calm = Каждые 15 секунд (медленная связь, программы чтения с экрана)

lines = Строка для сообщения
lines-one = Одна строка; Enter отправляет
lines-several = Несколько строк

language = Язык

language-unreviewed = Эти переводы ещё никто не проверил. Команды во всех языках английские.
settings-save = Сохранить

## The page "Help".

help-write-title = Как писать
help-write = Пишите в строке внизу и нажимайте Enter. В сообщении может быть не больше 500 знаков, отправлять можно одно в секунду. То, что нельзя отправить, возвращается в строку вместе с причиной.

help-private-title = Что скрыто, а что нет
help-private-stored = Ничто из сказанного не записывается ни на какой диск. Последние 200 сообщений хранятся в памяти; когда хозяин чата закрывает комнату, они исчезают.
help-private-host = Хозяин чата может читать в этой комнате всё, и то же может любой, кто получит контроль над его компьютером.
help-private-copy = Все, кто здесь читает, могут скопировать то, что вы пишете. Узнать, кто есть кто на самом деле, нельзя: имя мало что доказывает.
help-private-where = Никто здесь не узнаёт, где вы находитесь, пока вы пользуетесь Tor Browser и не говорите об этом сами.
help-private-times = Показанное время намеренно неточное: расхождение до двух минут. Время указано по UTC.

help-trouble-title = Если что-то не работает
help-trouble-reconnect = Если связь пропала, сообщения вернутся сами. Если нет или если там, где вы пишете, видна ошибка, нажмите «Обновить» вверху.
help-trouble-calm = Если у вас медленная связь или вы пользуетесь программой чтения с экрана, выберите в настройках «Каждые 15 секунд».
help-trouble-cookies = Файлы cookie не нужны. Без них при новой загрузке страницы вы получите другое имя, если не нажмёте «Сохранить это имя» над строкой.

help-commands-title = Команды
help-commands = То, что начинается с косой черты, — это команда; её не видит никто, кроме вас. Имя можно сократить, если так начинается только одно.
