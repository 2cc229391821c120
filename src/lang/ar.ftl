# Arabic (Modern Standard), unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = الردهة

come-in-again = الدخول من جديد

to-lobby = الذهاب إلى الردهة

left-room = أنت الآن خارج الغرفة.

room-stopped = أُوقفت الغرفة: مُحي كل ما قيل هنا، وأُخرج الجميع.

door = لا توجد غرفة كهذه، أو أنها تحتاج إلى عبارة مرور.

only-you = (لا يظهر هذا إلا لك)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: { $named } هنا

heading-nameless = { $place }: { $named } هنا، و{ $nameless } بلا اسم

standing-operator = إشراف

standing-away = بلا اتصال

standing-muted = قراءة فقط

standing-and = { $first }، { $second }

who-standing = { $nick } ({ $standing })

and-more = وغيرهم: { $count }

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } معنا الآن.

notice-left = { $nick } خارج الغرفة الآن.

notice-farewell = { $nick }: عليّ الذهاب الآن. نكمل حديثنا لاحقًا يا جماعة. (قيلت بالأمر {"\u2066"}/exit{"\u2069"})

notice-renamed = تغيّر الاسم من { $from } إلى { $to }.

notice-topic = موضوع جديد من { $by }: { $topic }

notice-kicked = تم إخراج { $nick } بأمر من { $by }.

notice-kicked-reason = تم إخراج { $nick } بأمر من { $by }: { $reason }

notice-banned = تم حظر { $nick } بأمر من { $by }.

notice-banned-reason = تم حظر { $nick } بأمر من { $by }: { $reason }

notice-muted = تم كتم { $nick } بأمر من { $by }.

notice-muted-reason = تم كتم { $nick } بأمر من { $by }: { $reason }

notice-unmuted = تم إلغاء كتم { $nick } بأمر من { $by }.

notice-unmuted-reason = تم إلغاء كتم { $nick } بأمر من { $by }: { $reason }

notice-locked = أُقفلت الغرفة بعبارة مرور بأمر من { $by }.

notice-unlocked = فُتح قفل الغرفة بأمر من { $by }: الدخول متاح لكل من لديه الرمز.

closing = تُغلق الغرفة بعد { $left }.

span-days =
    { $days ->
        [zero] { $days } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    }
span-hours =
    { $hours ->
        [zero] { $hours } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $hours } ساعات
        [many] { $hours } ساعة
       *[other] { $hours } ساعة
    }
span-minutes =
    { $minutes ->
        [zero] { $minutes } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتين
        [few] { $minutes } دقائق
        [many] { $minutes } دقيقة
       *[other] { $minutes } دقيقة
    }

span-and = { $first } و{ $second }
the-host = الجهة المضيفة

notice-promoted = صار الإشراف هنا متاحًا لـ { $nick } بأمر من الجهة المضيفة.

notice-announced = من الجهة المضيفة: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = ما يمكنك كتابته، إلى جانب كلامك:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }؛ أو { $aliases }

topic-none = ليس لهذه الغرفة موضوع.

topic-is = الموضوع: { $topic }

room-created =
    تم إنشاء الغرفة: { $code }
    الدخول متاح لكل من لديه الرمز: بكتابة { $join } في الردهة، أو بإضافة { $path } إلى العنوان.

ignoring = لن يظهر لك شيء من { $nick } بعد الآن. للتراجع عن ذلك: {"\u2066"}/unignore { $nick }{"\u2069"}

seeing = كلام { $nick } يظهر لك من جديد.

you-are-host = أنت الجهة المضيفة: لك الإشراف في كل غرفة.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = أُغلقت الغرفة

end-opened-elsewhere = فُتحت في مكان آخر: لا يمكن لشخص واحد القراءة إلا في بضع نوافذ

end-moved = أنت الآن في غرفة أخرى.

end-kicked = تم إخراجك من الغرفة بأمر من { $by }. لمحاولة الدخول من جديد يمكنك إعادة تحميل الصفحة.

end-kicked-reason = تم إخراجك من الغرفة بأمر من { $by }: { $reason } لمحاولة الدخول من جديد يمكنك إعادة تحميل الصفحة.

full-stop = .

end-banned = تم حظرك من هذه الغرفة.

end-empty = خرج الجميع، فمُحيت الغرفة.

end-locked = أُقفلت الغرفة بعبارة مرور.

end-erased = سُحبت رسالة. تُعرض الغرفة من جديد.

refusal-too-old = هذه الصفحة قديمة جدًا. يُرجى تحميلها من جديد.

end-fell-behind = كان هذا الاتصال بطيئًا جدًا. تُعرض الغرفة من جديد.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = عرض الأوامر، أو أحدها

command-nick = تغيير اسمك

command-me = عرض كلامك على أنه فعل

command-who = عرض من هنا

command-whisper = قول شيء لشخص واحد فقط

command-reply = الرد همسًا على آخر من همس لك

command-create = إنشاء غرفة خاصة بك والانتقال إليها

command-join = الانتقال إلى غرفة

command-leave = العودة إلى الردهة

command-exit = توديع الجميع والخروج

command-topic = عرض موضوع الغرفة أو تحديده

command-ignore = إخفاء كل ما يأتي من شخص ما

command-unignore = إظهار ما يأتي من شخص ما من جديد

command-delete = سحب رسالتك الأخيرة؛ وللإشراف: سحب آخر رسالة لشخص ما، أو كل رسائله

command-kick = إخراج شخص ما

command-ban = إخراج شخص ما نهائيًا

command-mute = السماح لشخص ما بالقراءة فقط

command-unmute = السماح لشخص ما بالكتابة من جديد

command-lock = عدم السماح بالدخول إلا لمن يعرفها

command-unlock = السماح بالدخول لكل من لديه الرمز

command-stop = محو كل ما قيل هنا وإخراج الجميع

command-op = تولّي الإشراف في كل مكان، للجهة المضيفة

command-slash = قول نص يبدأ بشرطة مائلة

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = كتابتك أسرع من رسالة في الثانية. يُرجى الانتظار لحظة ثم الإرسال من جديد.

refusal-duplicate = قلت هذا نفسه قبل لحظة، لذلك لم يُرسل مرتين.

refusal-too-long = عدد الأحرف هنا { $characters }، وأقصى عدد في الرسالة { $most }. يُرجى اختصارها ثم الإرسال من جديد.

refusal-control-characters = في هذا النص رموز تحكم، وهي غير مسموحة في الرسائل. يُرجى مراجعته ثم الإرسال من جديد.

refusal-forgotten = طال غيابك. يُرجى الإرسال من جديد.

refusal-circuit-busy = يصل عبر اتصالك الكثير دفعة واحدة. يُرجى الانتظار بضع ثوانٍ ثم الإرسال من جديد.

refusal-busy = يدخل الآن أشخاص كثيرون. يُرجى الانتظار بضع ثوانٍ ثم المحاولة من جديد.

refusal-full = بلغ عدد من يقرؤون هنا أقصى ما يمكن في وقت واحد. يُرجى المحاولة من جديد بعد قليل.

refusal-unknown-command = لا يوجد أمر كهذا، فلم يُرسل شيء. هل المقصود { $usage }؟ ({"\u2066"}/help{"\u2069"} لعرض كل الأوامر؛ {"\u2066"}//TEXT{"\u2069"} لقول نص يبدأ بشرطة مائلة.)

refusal-usage = هكذا يُكتب هذا الأمر: { $usage } ({ $what }).

refusal-no-session = تحتاج الأوامر إلى صفحة من هذه الغرفة. يُرجى إعادة تحميلها ثم المحاولة من جديد.

refusal-nick-taken = هذا الاسم، أو اسم يشبهه، لشخص آخر. يُرجى اختيار اسم غيره.

refusal-renamed-lately = غيّرت اسمك قبل لحظة. يُرجى الانتظار قليلًا قبل تغييره من جديد.

refusal-room-name = اسم الغرفة من 1 إلى 32 من الحروف والأرقام و - و _، بلا مسافات.

refusal-no-room = لا توجد غرفة كهذه، أو أن عبارة مرورها ناقصة أو خاطئة. يُرجى التحقق من الرمز وعبارة المرور: {"\u2066"}/join CODE PASSPHRASE{"\u2069"}

refusal-too-many-rooms = كل الغرف مشغولة. يُرجى المحاولة من جديد بعد بضع دقائق.

refusal-too-many-own-rooms = أنشأت أقصى عدد من الغرف يمكن لشخص واحد إنشاؤه. يُرجى مغادرة إحداها ثم المحاولة من جديد بعد دقيقة.

refusal-in-lobby = أنت في الردهة بالفعل. لتوديع الجميع والخروج يمكنك كتابة {"\u2066"}/exit{"\u2069"}.

refusal-lobby-is-open = الردهة مفتوحة دائمًا. يمكنك إنشاء غرفة بالأمر {"\u2066"}/create{"\u2069"} وإقفالها.

refusal-not-locked = ليس لهذه الغرفة عبارة مرور.

refusal-nobody = لا أحد هنا بهذا الاسم. لمعرفة من هنا يمكنك كتابة {"\u2066"}/who{"\u2069"}.

refusal-ambiguous = أسماء أكثر من شخص هنا تبدأ هكذا. يُرجى كتابة المزيد من الاسم.

refusal-nothing-to-reply = لم يهمس لك أحد هنا. يمكنك استخدام {"\u2066"}/whisper NICK TEXT{"\u2069"}.

refusal-yourself = هذا اسمك أنت. يُرجى اختيار شخص آخر.

refusal-kick-yourself = هذا اسمك أنت. لتوديع الجميع والخروج يمكنك كتابة {"\u2066"}/exit{"\u2069"}.

refusal-too-many-ignored = بلغ عدد من تجاهلتهم أقصى ما يمكن. يجب أولًا إلغاء تجاهل أحدهم: {"\u2066"}/unignore{"\u2069"}

refusal-not-ignored = ليس بين من تجاهلتهم أحد بهذا الاسم.

refusal-operators-only = هذا متاح فقط لمن لديه الإشراف على هذه الغرفة: لمعرفة من لديه ذلك يمكنك كتابة {"\u2066"}/who{"\u2069"}.

refusal-is-host = هذه هي الجهة المضيفة للمكان كله، ولا يمكن إخراجها أو كتمها.

refusal-muted = تم كتمك بأمر من الإشراف: يمكنك القراءة هنا، لا الكتابة.

refusal-not-muted = هذا الشخص ليس مكتومًا.

refusal-removed = تم إخراجك من هذه الغرفة. للدخول من جديد يمكنك إعادة تحميل الصفحة.

refusal-banned = تم حظرك من هذه الغرفة.

refusal-nothing-to-delete = لا توجد رسالة يمكن سحبها.

refusal-wrong-token = هذا ليس المفتاح السري للجهة المضيفة، أو أنه استُخدم من قبل.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = أقل عدد لأحرف الاسم { $least }. يُرجى اختيار اسم أطول.

nick-too-long = عدد الأحرف هنا { $characters }، وأقصى عدد في الاسم { $most }. يُرجى اختيار اسم أقصر.

nick-character = يتكون الاسم من حروف وأرقام و - و _، بلا مسافات. يُرجى حذف ما سواها.

nick-marks = الحركات أو العلامات هنا أكثر مما تحتمله الحروف. يُرجى حذف بعضها.

nick-edges = يبدأ الاسم وينتهي بحرف أو رقم. يُرجى حذف - أو _ من طرفه.

nick-no-letter = يجب أن يكون في الاسم حرف واحد على الأقل. يُرجى إضافة حرف.

nick-mixed-scripts = هنا حروف من أبجديات مختلفة. يُرجى كتابة الاسم بأبجدية واحدة.

nick-capitals = بالحروف الكبيرة يشبه هذا الحروف اللاتينية. يُرجى كتابته بالحروف الصغيرة.

nick-reserved = هذا الاسم محجوز للغرفة نفسها، أو يشبه اسمًا محجوزًا. يُرجى اختيار اسم آخر.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [zero] لم تفتك أي رسالة.
        [one] فاتتك رسالة واحدة.
        [two] فاتتك رسالتان.
        [few] فاتتك { $missed } رسائل.
        [many] فاتتك { $missed } رسالة.
       *[other] فاتتك { $missed } رسالة.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = هذه الغرفة

nav-lobby = الردهة
nav-help = مساعدة
nav-settings = إعدادات
nav-reconnect = إعادة الاتصال

frame-chat = الرسائل
frame-compose = كتابة رسالة

intro-title = أول مرة هنا؟ (يُغلق بالضغط)
intro-name = اسمك هنا { $nick }. لتغييره يمكنك كتابة {"\u2066"}/nick{"\u2069"} ثم اسم في الأسفل.
intro-privacy = لا يُخزَّن شيء مما يقال هنا، ولا يعرف أحد هنا مكانك. لكن يمكن لكل من في الغرفة، وللجهة المضيفة لها أيضًا، قراءة كتاباتك ونسخها.
intro-care = لذلك يُرجى عدم ذكر ما قد يكشف أمرك. لمعرفة ما يمكنك فعله أيضًا: {"\u2066"}/help{"\u2069"}.

connecting = جارٍ الاتصال… إذا انقطع الاتصال، فستعود الغرفة إلى هنا من تلقاء نفسها.

lost = لا إشارة منذ أكثر من دقيقة. ربما انقطع الاتصال: يُرجى إعادة تحميل الصفحة.

empty-nobody = لم يقل أحد شيئًا بعد. يمكنك كتابة الرسالة الأولى في السطر أدناه.
empty-invite = ليدخل آخرون، يمكنك إعطاؤهم عنوان هذه الغرفة حتى «.onion». ولمعرفة الموجودين هنا: {"\u2066"}/who{"\u2069"}.

news = جديد منذ خروجك

members = الأعضاء

locked = بعبارة مرور

whispers = همسًا:

compose-who = اسمك { $nick } في { $place }.
compose-hint = لمعرفة كل ما يمكنك فعله: {"\u2066"}/help{"\u2069"}.

compose-keep = الاحتفاظ بهذا الاسم عند إعادة التحميل

compose-placeholder = رسالة...
compose-label = رسالة
compose-send = إرسال

compose-go-there = الذهاب إلى هناك.
compose-elsewhere = لديك عدة نوافذ مفتوحة، لذلك لم تُنقل أي منها. لا يزال هذا السطر يكتب إلى { $place }.

passphrase = عبارة المرور
door-enter = دخول

full = الغرفة ممتلئة. تجري المحاولة من جديد…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = الغرفة بلا إطارات، للمتصفحات النصية والاتصال الضعيف
plain-refresh = عرض الجديد
plain-leave = العودة إلى الصفحة ذات الإطارات

watch-link = صفحة تعرض عدد الرسائل غير المقروءة في عنوانها، لتبقى مفتوحة في علامة تبويب

watch-unread =
    { $count ->
        [zero] لا رسائل غير مقروءة.
        [one] رسالة واحدة غير مقروءة.
        [two] رسالتان غير مقروءتين.
        [few] { $count } رسائل غير مقروءة.
        [many] { $count } رسالة غير مقروءة.
       *[other] { $count } رسالة غير مقروءة.
    }
watch-how = تتحقق هذه الصفحة كل 15 ثانية، وتعرض العدد في عنوانها.
watch-reset = قرأتها
back-to-room = العودة إلى الغرفة

## The settings. Each has a heading, and choices of a word or two.

theme = الألوان
theme-dark = داكنة
theme-light = فاتحة

size = حجم الحروف
size-small = صغير
size-medium = متوسط
size-large = كبير
size-huge = كبير جدًا

times = الوقت بجانب الرسائل
times-clock = الساعة والدقيقة
times-relative = ما مضى منذ الرسالة السابقة
times-off = بلا وقت

mode = كيف تصل الرسائل
mode-live = فورًا
mode-calm = كل 15 ثانية (للاتصال البطيء وقارئات الشاشة)

lines = سطر الكتابة
lines-one = سطر واحد؛ زر Enter يرسله
lines-several = عدة أسطر

language = اللغة

language-unreviewed = لم يراجع أحد هذه الترجمات بعد. الأوامر بالإنجليزية في كل اللغات.
settings-save = حفظ

## The page "Help".

help-write-title = الكتابة
help-write = تُكتب الرسالة في السطر الأسفل وتُرسل بالضغط على Enter. لا تزيد الرسالة على 500 حرف، ويمكنك إرسال رسالة واحدة في الثانية. وما لا يمكن إرساله يعود إلى السطر مع ذكر السبب.

help-private-title = ما هو خاص وما ليس كذلك
help-private-stored = لا يُكتب على أي قرص شيء مما يقال. تُحفظ أحدث 200 رسالة في الذاكرة، وتزول عندما تغلق الجهة المضيفة الغرفة.
help-private-host = يمكن للجهة المضيفة لهذه الغرفة قراءة كل شيء، ويمكن ذلك أيضًا لكل من يسيطر على حاسوبها.
help-private-copy = كل من يقرأ هنا يمكنه نسخ كتاباتك. ولا سبيل إلى معرفة حقيقة أي شخص: فالاسم لا يثبت الكثير.
help-private-where = لا يعرف أحد هنا مكانك، بشرط استخدامك Tor Browser وعدم إفصاحك عن المكان.
help-private-times = في الأوقات المعروضة فرق مقصود يصل إلى دقيقتين. وهي بتوقيت UTC.

help-trouble-title = إذا كان شيء لا يعمل
help-trouble-reconnect = إذا انقطع الاتصال، تعود الرسائل من تلقاء نفسها. وإن لم تعد، أو ظهر خطأ في موضع الكتابة، فيمكنك الضغط على «إعادة الاتصال» في الأعلى.
help-trouble-calm = إذا كان اتصالك بطيئًا، أو كان لديك قارئ شاشة، فيمكنك اختيار «كل 15 ثانية» في الإعدادات.
help-trouble-cookies = لا حاجة إلى ملفات تعريف الارتباط (cookies). بدونها يصبح لك اسم آخر عند تحميل الصفحة من جديد، إلا بعد الضغط على «الاحتفاظ بهذا الاسم» فوق السطر.

help-commands-title = الأوامر
help-commands = ما يبدأ بشرطة مائلة هو أمر، ولا يراه أحد غيرك. يمكنك اختصار الاسم إذا لم يبدأ هكذا إلا اسم واحد.
