# Persian, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = لابی

come-in-again = ورود دوباره

to-lobby = رفتن به لابی

left-room = از اتاق بیرون رفتید.

room-stopped = اتاق متوقف شد: هرچه اینجا گفته شده بود پاک شد و همه بیرون گذاشته شدند.

door = چنین اتاقی وجود ندارد، یا گذرواژه می‌خواهد.

only-you = (فقط شما این را می‌بینید)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: { $named } نفر اینجا

heading-nameless = { $place }: { $named } نفر اینجا، و { $nameless } نفر بی‌نام

standing-operator = مدیر

standing-away = اتصال قطع شده

standing-muted = فقط می‌خواند

standing-and = { $first }، { $second }

who-standing = { $nick } ({ $standing })

and-more = و { $count } نفر دیگر

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } وارد شد.

notice-left = { $nick } از اتاق رفت.

notice-farewell = { $nick }: من دیگه باید برم. بعداً باز حرف می‌زنیم بچه‌ها. (گفته‌شده با {"\u2066"}/exit{"\u2069"})

notice-renamed = نام { $from } حالا { $to } است.

notice-topic = { $by } موضوع را تعیین کرد: { $topic }

notice-kicked = { $nick } را { $by } از اتاق بیرون کرد.

notice-kicked-reason = { $nick } را { $by } از اتاق بیرون کرد: { $reason }

notice-banned = { $nick } را { $by } برای همیشه از اتاق بیرون کرد.

notice-banned-reason = { $nick } را { $by } برای همیشه از اتاق بیرون کرد: { $reason }

notice-muted = { $by } اجازهٔ نوشتن را از { $nick } گرفت.

notice-muted-reason = { $by } اجازهٔ نوشتن را از { $nick } گرفت: { $reason }

notice-unmuted = { $by } اجازهٔ نوشتن را به { $nick } پس داد.

notice-unmuted-reason = { $by } اجازهٔ نوشتن را به { $nick } پس داد: { $reason }

notice-locked = { $by } اتاق را با گذرواژه قفل کرد.

notice-unlocked = { $by } قفل اتاق را باز کرد: هر کس کد را دارد می‌تواند وارد شود.

closing = اتاق تا { $left } دیگر بسته می‌شود.

span-days =
    { $days ->
        [one] { $days } روز
       *[other] { $days } روز
    }
span-hours =
    { $hours ->
        [one] { $hours } ساعت
       *[other] { $hours } ساعت
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } دقیقه
       *[other] { $minutes } دقیقه
    }

span-and = { $first } و { $second }
the-host = میزبان

notice-promoted = میزبان { $nick } را مدیر این اتاق کرد.

notice-announced = از طرف میزبان: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = جز حرف‌هایتان، این‌ها را هم می‌توانید بنویسید:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }؛ یا { $aliases }

topic-none = این اتاق موضوعی ندارد.

topic-is = موضوع: { $topic }

room-created =
    اتاق ساخته شد: { $code }
    هر کس کد را دارد می‌تواند وارد شود: در لابی { $join } را می‌نویسد، یا { $path } را به نشانی اضافه می‌کند.

ignoring = دیگر چیزی از { $nick } نمی‌بینید. برای برگرداندن: {"\u2066"}/unignore { $nick }{"\u2069"}

seeing = دوباره { $nick } را می‌بینید.

you-are-host = شما میزبان هستید: مدیر در همهٔ اتاق‌ها.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = اتاق بسته شد

end-opened-elsewhere = در جای دیگری باز شد: هر نفر فقط در چند پنجره می‌تواند بخواند

end-moved = به اتاق دیگری رفتید.

end-kicked = { $by } شما را از اتاق بیرون کرد. برای تلاش دوباره، صفحه را از نو بارگذاری کنید.

end-kicked-reason = { $by } شما را از اتاق بیرون کرد: { $reason } برای تلاش دوباره، صفحه را از نو بارگذاری کنید.

full-stop = .

end-banned = برای همیشه از این اتاق بیرون گذاشته شدید.

end-empty = همه رفتند، پس اتاق پاک شد.

end-locked = اتاق با گذرواژه قفل شد.

end-erased = پیامی پس گرفته شد. اتاق از نو نشان داده می‌شود.

refusal-too-old = این صفحه خیلی قدیمی است. دوباره بارگذاری‌اش کنید.

end-fell-behind = این اتصال خیلی کند بود. اتاق از نو نشان داده می‌شود.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = نشان دادن دستورها، یا یکی از آن‌ها

command-nick = تغییر نام شما

command-me = گفتن اینکه چه می‌کنید

command-who = نشان دادن اینکه چه کسانی اینجا هستند

command-whisper = گفتن چیزی فقط به یک نفر

command-reply = جواب درگوشی به آخرین کسی که با شما درگوشی حرف زد

command-create = ساختن اتاقی از خودتان و رفتن به آن

command-join = رفتن به یک اتاق

command-leave = برگشتن به لابی

command-exit = خداحافظی و رفتن

command-topic = نشان دادن یا تعیین موضوع اتاق

command-ignore = دیگر چیزی از یک نفر ندیدن

command-unignore = دوباره دیدن یک نفر

command-delete = پس گرفتن آخرین پیام خودتان؛ برای مدیرها: آخرین پیام یک نفر، یا همهٔ پیام‌هایش

command-kick = بیرون کردن یک نفر

command-ban = بیرون کردن یک نفر برای همیشه

command-mute = گرفتن اجازهٔ نوشتن از یک نفر

command-unmute = پس دادن اجازهٔ نوشتن به یک نفر

command-lock = راه دادن فقط به کسی که آن را می‌داند

command-unlock = راه دادن به هر کس که کد را دارد

command-stop = پاک کردن هرچه اینجا گفته شده و بیرون کردن همه

command-op = مدیر شدن در همه جا، برای میزبان

command-slash = گفتن متنی که با خط کج شروع می‌شود

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = تندتر از یک پیام در ثانیه می‌نویسید. کمی صبر کنید، بعد دوباره بفرستید.

refusal-duplicate = همین را یک لحظه پیش گفتید، پس دو بار فرستاده نشد.

refusal-too-long = این متن { $characters } کاراکتر دارد و پیام بیشتر از { $most } نمی‌شود. کوتاهش کنید، بعد دوباره بفرستید.

refusal-control-characters = در این متن کاراکترهای کنترلی هست که در هیچ پیامی مجاز نیست. متن را بررسی کنید، بعد دوباره بفرستید.

refusal-forgotten = مدت زیادی نبودید. دوباره بفرستید.

refusal-circuit-busy = از اتصال شما یک‌باره چیزهای زیادی می‌رسد. چند ثانیه صبر کنید، بعد دوباره بفرستید.

refusal-busy = همین حالا افراد زیادی وارد می‌شوند. چند ثانیه صبر کنید، بعد دوباره امتحان کنید.

refusal-full = تعداد کسانی که هم‌زمان اینجا می‌خوانند به حد نهایی رسیده است. کمی بعد دوباره امتحان کنید.

refusal-unknown-command = چنین دستوری نیست، پس چیزی فرستاده نشد. منظورتان { $usage } بود؟ ({"\u2066"}/help{"\u2069"} همه را نشان می‌دهد؛ {"\u2066"}//TEXT{"\u2069"} متنی را با خط کج می‌گوید.)

refusal-usage = این دستور این‌طور نوشته می‌شود: { $usage } ({ $what }).

refusal-no-session = برای دستورها صفحه‌ای از این اتاق لازم است. آن را از نو بارگذاری کنید، بعد دوباره امتحان کنید.

refusal-nick-taken = کسی این نام یا نامی شبیه آن را دارد. نام دیگری انتخاب کنید.

refusal-renamed-lately = یک لحظه پیش نامتان را تغییر دادید. کمی صبر کنید، بعد دوباره تغییرش دهید.

refusal-room-name = نام اتاق از 1 تا 32 حرف، رقم، - و _ است، بدون فاصله.

refusal-no-room = چنین اتاقی وجود ندارد، یا گذرواژه‌اش نوشته نشده یا اشتباه است. کد و گذرواژه را بررسی کنید: {"\u2066"}/join CODE PASSPHRASE{"\u2069"}

refusal-too-many-rooms = همهٔ اتاق‌ها پر شده‌اند. چند دقیقه بعد دوباره امتحان کنید.

refusal-too-many-own-rooms = بیشترین تعداد اتاقی را که یک نفر می‌تواند، ساخته‌اید. از یکی بیرون بروید و یک دقیقه بعد دوباره امتحان کنید.

refusal-in-lobby = همین حالا در لابی هستید. برای خداحافظی و رفتن بنویسید {"\u2066"}/exit{"\u2069"}.

refusal-lobby-is-open = لابی همیشه باز است. با {"\u2066"}/create{"\u2069"} اتاقی بسازید و آن را قفل کنید.

refusal-not-locked = این اتاق گذرواژه ندارد.

refusal-nobody = کسی با این نام اینجا نیست. برای دیدن کسانی که اینجا هستند بنویسید {"\u2066"}/who{"\u2069"}.

refusal-ambiguous = نام چند نفر اینجا این‌طور شروع می‌شود. بیشتر از نام را بنویسید.

refusal-nothing-to-reply = کسی اینجا با شما درگوشی حرف نزده است. از {"\u2066"}/whisper NICK TEXT{"\u2069"} استفاده کنید.

refusal-yourself = این خود شما هستید. کس دیگری را انتخاب کنید.

refusal-kick-yourself = این خود شما هستید. برای خداحافظی و رفتن بنویسید {"\u2066"}/exit{"\u2069"}.

refusal-too-many-ignored = بیشترین تعداد ممکن از افراد را نادیده گرفته‌اید. اول یکی را برگردانید: {"\u2066"}/unignore{"\u2069"}

refusal-not-ignored = کسی با این نام را نادیده نگرفته‌اید.

refusal-operators-only = فقط مدیر این اتاق می‌تواند این کار را بکند. برای دیدن اینکه چه کسی مدیر است بنویسید {"\u2066"}/who{"\u2069"}.

refusal-is-host = این شخص میزبان کل اینجاست؛ نمی‌شود بیرونش کرد یا اجازهٔ نوشتن را از او گرفت.

refusal-muted = یک مدیر اجازهٔ نوشتن را از شما گرفته است: اینجا می‌توانید بخوانید، اما نه بنویسید.

refusal-not-muted = اجازهٔ نوشتن از این شخص گرفته نشده است.

refusal-removed = از این اتاق بیرون گذاشته شدید. برای ورود دوباره، صفحه را از نو بارگذاری کنید.

refusal-banned = برای همیشه از این اتاق بیرون گذاشته شده‌اید.

refusal-nothing-to-delete = پیامی برای پس گرفتن نیست.

refusal-wrong-token = این توکن میزبان نیست، یا قبلاً استفاده شده است.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = نام باید دست‌کم { $least } کاراکتر داشته باشد. نام بلندتری انتخاب کنید.

nick-too-long = این نام { $characters } کاراکتر دارد و بیشتر از { $most } نمی‌شود. نام کوتاه‌تری انتخاب کنید.

nick-character = نام از حرف، رقم، - و _ ساخته می‌شود، بدون فاصله. بقیه را بردارید.

nick-marks = اعراب یا علامت‌های اینجا بیشتر از آن است که روی حرف‌ها جا شود. بعضی را بردارید.

nick-edges = نام با حرف یا رقم شروع و تمام می‌شود. - یا _ را از اول یا آخر آن بردارید.

nick-no-letter = نام باید دست‌کم یک حرف داشته باشد. یکی اضافه کنید.

nick-mixed-scripts = اینجا حرف‌های چند الفبا با هم آمده‌اند. نام را با یک الفبا بنویسید.

nick-capitals = این با حروف بزرگ شبیه حروف لاتین است. با حروف کوچک بنویسید.

nick-reserved = این نام برای خود اتاق نگه داشته شده، یا شبیه چنین نامی است. نام دیگری انتخاب کنید.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] { $missed } پیام را از دست دادید.
       *[other] { $missed } پیام را از دست دادید.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = این اتاق

nav-lobby = لابی
nav-help = راهنما
nav-settings = تنظیمات
nav-reconnect = اتصال دوباره

frame-chat = پیام‌ها
frame-compose = نوشتن پیام

intro-title = تازه آمده‌اید؟ (برای بستن، اینجا بزنید)
intro-name = نام شما { $nick } است. برای تغییر آن، پایین صفحه {"\u2066"}/nick{"\u2069"} و یک نام بنویسید.
intro-privacy = هیچ‌چیز از آنچه اینجا گفته می‌شود ذخیره نمی‌شود، و هیچ‌کس اینجا نمی‌فهمد شما کجا هستید. ولی همهٔ کسانی که در اتاق هستند، و میزبان آن، می‌توانند نوشته‌های شما را بخوانند و کپی کنند.
intro-care = پس چیزی نگویید که بتواند شما را لو بدهد. برای دیدن کارهای دیگری که می‌توانید بکنید بنویسید {"\u2066"}/help{"\u2069"}.

connecting = در حال اتصال… اگر اتصال قطع شده باشد، اتاق خودش به اینجا برمی‌گردد.

lost = بیش از یک دقیقه است که هیچ نشانه‌ای نرسیده. شاید اتصال قطع شده باشد: صفحه را دوباره بار کنید.

empty-nobody = هنوز کسی چیزی نگفته است. اولین پیام را در کادر پایین بنویسید.
empty-invite = برای آمدن دیگران، نشانی این اتاق را تا «.onion» به آن‌ها بدهید. برای دیدن این‌که چه کسی اینجاست {"\u2066"}/who{"\u2069"} را بنویسید.

news = تازه‌ها از وقتی که رفتید

members = حاضران

locked = قفل

whispers = درگوشی:

compose-who = شما در { $place } با نام { $nick } هستید.
compose-hint = برای دیدن همهٔ کارهایی که می‌توانید بکنید بنویسید {"\u2066"}/help{"\u2069"}.

compose-keep = نگه داشتن این نام هنگام بارگذاری دوباره

compose-placeholder = پیام...
compose-label = پیام
compose-send = فرستادن

compose-go-there = رفتن به آنجا.
compose-elsewhere = چند پنجرهٔ شما باز است، پس هیچ‌کدام به آنجا نرفت. این کادر هنوز به { $place } می‌نویسد.

passphrase = گذرواژه
door-enter = ورود

full = اتاق پر است. دوباره تلاش می‌شود…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = اتاق بدون فریم، برای مرورگرهای متنی و اتصال‌های ضعیف
plain-refresh = نشان دادن تازه‌ها
plain-leave = برگشتن به صفحهٔ فریم‌دار

watch-link = صفحه‌ای که تعداد پیام‌های خوانده‌نشده را در عنوانش نشان می‌دهد، تا در یک زبانه باز بماند

watch-unread =
    { $count ->
        [one] { $count } پیام خوانده‌نشده.
       *[other] { $count } پیام خوانده‌نشده.
    }
watch-how = این صفحه هر 15 ثانیه نگاه می‌کند و تعداد را در عنوانش نشان می‌دهد.
watch-reset = خواندم
back-to-room = برگشتن به اتاق

## The settings. Each has a heading, and choices of a word or two.

theme = رنگ‌ها
theme-dark = تیره
theme-light = روشن

size = اندازهٔ حروف
size-small = کوچک
size-medium = متوسط
size-large = بزرگ
size-huge = خیلی بزرگ

times = زمان کنار پیام‌ها
times-clock = ساعت و دقیقه
times-relative = زمان گذشته از پیام قبلی
times-off = هیچ

mode = پیام‌ها چطور برسند
mode-live = فوری
mode-calm = هر 15 ثانیه (اتصال کند، صفحه‌خوان‌ها)

lines = کادر نوشتن
lines-one = یک خط؛ Enter آن را می‌فرستد
lines-several = چند خط

language = زبان

language-unreviewed = هنوز کسی این ترجمه‌ها را بررسی نکرده است. دستورها در همهٔ زبان‌ها انگلیسی‌اند.
settings-save = ذخیره

## The page "Help".

help-write-title = نوشتن
help-write = در کادر پایین بنویسید و Enter را بزنید. پیام حداکثر 500 کاراکتر دارد و می‌توانید در هر ثانیه یک پیام بفرستید. آنچه نشود فرستاد، با دلیلش به کادر برمی‌گردد.

help-private-title = چه چیزی خصوصی است و چه چیزی نیست
help-private-stored = هیچ‌چیز از آنچه گفته می‌شود روی هیچ دیسکی نوشته نمی‌شود. تازه‌ترین 200 پیام در حافظه نگه داشته می‌شود؛ وقتی میزبان اتاق را ببندد، از بین می‌روند.
help-private-host = میزبان این اتاق می‌تواند همه‌چیز را بخواند؛ هر کس هم که کنترل کامپیوتر او را به دست بگیرد، می‌تواند.
help-private-copy = هر کسی که اینجا می‌خواند، می‌تواند نوشته‌های شما را کپی کند. نمی‌شود فهمید چه کسی واقعاً کیست: نام چیز زیادی را ثابت نمی‌کند.
help-private-where = تا وقتی از Tor Browser استفاده می‌کنید و خودتان نمی‌گویید، هیچ‌کس اینجا نمی‌فهمد کجا هستید.
help-private-times = زمان‌هایی که نشان داده می‌شوند، عمداً تا دو دقیقه اختلاف دارند. این زمان‌ها به وقت UTC هستند.

help-trouble-title = اگر چیزی کار نمی‌کند
help-trouble-reconnect = اگر اتصال قطع شود، پیام‌ها خودشان برمی‌گردند. اگر برنگشتند، یا اگر جای نوشتن خطایی دیده شد، بالای صفحه «اتصال دوباره» را بزنید.
help-trouble-calm = اگر اتصالتان کند است یا از صفحه‌خوان استفاده می‌کنید، در تنظیمات «هر 15 ثانیه» را انتخاب کنید.
help-trouble-cookies = کوکی لازم نیست. بدون کوکی، وقتی صفحه را دوباره بارگذاری کنید نام دیگری می‌گیرید، مگر آنکه بالای کادر «نگه داشتن این نام» را بزنید.

help-commands-title = دستورها
help-commands = هرچه با خط کج شروع شود دستور است و جز شما کسی آن را نمی‌بیند. اگر فقط یک نام این‌طور شروع شود، می‌توانید آن را کوتاه بنویسید.
