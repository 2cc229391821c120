# Chinese (Simplified), unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = 大厅

come-in-again = 再次进入

to-lobby = 前往大厅

left-room = 你已离开房间。

room-stopped = 房间已停止：这里说过的一切都已清除，所有人都已被移出。

door = 没有这个房间，或者它需要口令。

only-you = （仅你可见）

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }：{ $named } 人在这里

heading-nameless = { $place }：{ $named } 人在这里，另有 { $nameless } 人没有名字

standing-operator = 管理员

standing-away = 掉线

standing-muted = 已禁言

standing-and = { $first }、{ $second }

who-standing = { $nick }（{ $standing }）

and-more = 还有 { $count } 人

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } 进来了。

notice-left = { $nick } 离开了房间。

notice-farewell = { $nick }：我得走啦，回头再跟大家聊。（由 /exit 代说）

notice-renamed = { $from } 改名为 { $to }。

notice-topic = { $by } 设定了话题：{ $topic }

notice-kicked = { $by } 移出了 { $nick }。

notice-kicked-reason = { $by } 移出了 { $nick }：{ $reason }

notice-banned = { $by } 封禁了 { $nick }。

notice-banned-reason = { $by } 封禁了 { $nick }：{ $reason }

notice-muted = { $by } 禁言了 { $nick }。

notice-muted-reason = { $by } 禁言了 { $nick }：{ $reason }

notice-unmuted = { $by } 解除了 { $nick } 的禁言。

notice-unmuted-reason = { $by } 解除了 { $nick } 的禁言：{ $reason }

notice-locked = { $by } 用口令锁上了房间。

notice-unlocked = { $by } 解锁了房间：有房间码的人都可以进来。

closing = 房间将在 { $left }后关闭。

span-days =
    { $days ->
       *[other] { $days } 天
    }
span-hours =
    { $hours ->
       *[other] { $hours } 小时
    }
span-minutes =
    { $minutes ->
       *[other] { $minutes } 分钟
    }

span-and = { $first } { $second }
the-host = 站长

notice-promoted = 站长让 { $nick } 成为这个房间的管理员。

notice-announced = 站长通知：{ $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = 除了聊天内容，你还可以输入：

help-line = { $usage }：{ $what }

help-line-aliases = { $usage }：{ $what }；也可写作 { $aliases }

topic-none = 这个房间没有话题。

topic-is = 话题：{ $topic }

room-created =
    房间已创建：{ $code }
    有房间码的人都可以进来：在大厅输入 { $join }，或在网址后面加上 { $path }。

ignoring = 你不会再看到 { $nick } 的任何内容。输入 /unignore { $nick } 可以撤销。

seeing = 你又能看到 { $nick } 了。

you-are-host = 你是站长：在每个房间都是管理员。

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = 房间已关闭

end-opened-elsewhere = 已在别处打开：一个人最多只能在几个窗口里阅读

end-moved = 你去了另一个房间。

end-kicked = { $by } 把你移出了房间。重新加载页面，可以再试着加入。

end-kicked-reason = { $by } 把你移出了房间：{ $reason } 重新加载页面，可以再试着加入。

full-stop = 。

end-banned = 你已被这个房间封禁。

end-empty = 所有人都离开了，房间已清除。

end-locked = 房间已用口令锁上。

end-erased = 有一条消息被撤回。房间已重新显示。

refusal-too-old = 这个页面太旧了，请重新加载。

end-fell-behind = 这个连接太慢了。房间已重新显示。

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = 显示所有命令，或其中一个

command-nick = 改名字

command-me = 说你在做什么

command-who = 显示谁在这里

command-whisper = 只对一个人说话

command-reply = 悄悄回复最后一个对你说悄悄话的人

command-create = 创建自己的房间并进去

command-join = 去一个房间

command-leave = 回到大厅

command-exit = 道别并离开

command-topic = 显示或设定房间的话题

command-ignore = 不再看到某人的任何内容

command-unignore = 重新看到某人

command-delete = 撤回你的最后一条消息；管理员：撤回某人的最后一条或全部消息

command-kick = 移出某人

command-ban = 永久移出某人

command-mute = 让某人只能看、不能说

command-unmute = 让某人重新可以说话

command-lock = 只让知道口令的人进来

command-unlock = 让有房间码的人都能进来

command-stop = 清除这里说过的一切，并移出所有人

command-op = 成为所有房间的管理员（站长用）

command-slash = 发送以斜杠开头的文字

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = 你发得太快，超过了每秒一条。请稍等一下再发。

refusal-duplicate = 你刚刚说过一模一样的话，所以没有再发一次。

refusal-too-long = 这里有 { $characters } 个字符，一条消息最多 { $most } 个。请缩短后再发。

refusal-control-characters = 这里含有控制字符，消息里不能有。请检查后再发。

refusal-forgotten = 你离开很久了。请再发一次。

refusal-circuit-busy = 你的连接一下子传来太多内容。请等几秒再发。

refusal-busy = 现在有很多人正在进来。请等几秒再试。

refusal-full = 在这里阅读的人数已达上限。请过一会儿再试。

refusal-unknown-command = 没有这个命令，所以什么都没有发出。你是想用 { $usage } 吗？（/help 显示所有命令；//TEXT 发送以斜杠开头的文字。）

refusal-usage = 这个命令的写法是 { $usage }：{ $what }。

refusal-no-session = 命令需要这个房间的页面。请重新加载页面再试。

refusal-nick-taken = 已经有人用了这个名字，或看起来很像的名字。请另选一个。

refusal-renamed-lately = 你刚刚改过名字。请稍等一下再改。

refusal-room-name = 房间名由 1 到 32 个字母、数字、- 和 _ 组成，不能有空格。

refusal-no-room = 没有这个房间，或者没写口令，或者口令不对。请检查房间码和口令：/join CODE PASSPHRASE

refusal-too-many-rooms = 所有房间都被占用了。请过几分钟再试。

refusal-too-many-own-rooms = 你创建的房间已达一个人的上限。请离开其中一个，过一分钟再试。

refusal-in-lobby = 你已经在大厅了。输入 /exit 可以道别并离开。

refusal-lobby-is-open = 大厅永远开放。请用 /create 创建一个房间，再给它上锁。

refusal-not-locked = 这个房间没有口令。

refusal-nobody = 这里没有人叫这个名字。输入 /who 看看谁在这里。

refusal-ambiguous = 这里有好几个人的名字这样开头。请把名字多写几个字。

refusal-nothing-to-reply = 这里还没有人对你说过悄悄话。请用 /whisper NICK TEXT。

refusal-yourself = 那是你自己。请选别人。

refusal-kick-yourself = 那是你自己。输入 /exit 可以道别并离开。

refusal-too-many-ignored = 你屏蔽的人数已达上限。请先用 /unignore 取消屏蔽某人。

refusal-not-ignored = 你没有屏蔽叫这个名字的人。

refusal-operators-only = 只有这个房间的管理员才能这样做。输入 /who 看看谁是管理员。

refusal-is-host = 这是整个聊天室的站长，不能被移出或禁言。

refusal-muted = 管理员禁言了你：你在这里可以看，但不能说。

refusal-not-muted = 这个人没有被禁言。

refusal-removed = 你已被移出这个房间。重新加载页面可以再次进来。

refusal-banned = 你已被这个房间封禁。

refusal-nothing-to-delete = 没有可以撤回的消息。

refusal-wrong-token = 这不是站长的令牌，或者它已经用过了。

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = 名字至少要有 { $least } 个字符。请选一个长一点的。

nick-too-long = 这里有 { $characters } 个字符，名字最多 { $most } 个。请选一个短一点的。

nick-character = 名字由字母、文字、数字、- 和 _ 组成，不能有空格。请去掉其他字符。

nick-marks = 这里的重音或附加符号太多，超过了字母能带的数量。请去掉一些。

nick-edges = 名字要以字母、文字或数字开头和结尾。请去掉首尾的 - 或 _。

nick-no-letter = 名字里至少要有一个字母或文字。请加上一个。

nick-mixed-scripts = 这里混用了不同文字系统的字母。请只用一种文字书写。

nick-capitals = 这个名字大写时看起来像拉丁字母。请用小写。

nick-reserved = 这个名字是留给房间本身的，或者和这样的名字很像。请另选一个。

## Where lines are missing in the conversation.

gap =
    { $missed ->
       *[other] 你错过了 { $missed } 条消息。
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = 这个房间

nav-lobby = 大厅
nav-help = 帮助
nav-settings = 设置
nav-reconnect = 重新连接

frame-chat = 消息
frame-compose = 写消息

intro-title = 第一次来？（点按可关闭）
intro-name = 你的名字是 { $nick }。想改名，就在下面输入 /nick 和一个名字。
intro-privacy = 这里说的话都不会被保存，这里也没有人会知道你在哪里。但是房间里的每个人，以及站长，都能看到并复制你写的内容。
intro-care = 所以，不要说出可能暴露你的事情。输入 /help 看看你还能做什么。

connecting = 正在连接……如果连接断了，房间会自己回到这里。

lost = 一分多钟没有任何动静。连接可能断了：请重新加载页面。

empty-nobody = 还没有人说话。在下面的输入框里写第一条消息吧。
empty-invite = 想让别人进来，就把这个房间的地址（到“.onion”为止）告诉他们。输入 /who 看看谁在这里。

news = 你离开后的新消息

members = 成员

locked = 有口令

whispers = 悄悄话：

compose-who = 你在“{ $place }”的名字是 { $nick }。
compose-hint = 输入 /help 查看你能做的一切。

compose-keep = 重新加载时保留这个名字

compose-placeholder = 消息……
compose-label = 消息
compose-send = 发送

compose-go-there = 去那里。
compose-elsewhere = 你开着好几个窗口，所以哪个都没有转过去。这个输入框仍然发到“{ $place }”。

passphrase = 口令
door-enter = 进入

full = 房间满了。正在重试……

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = 无框架的房间，适合文本浏览器和不稳定的连接
plain-refresh = 显示新内容
plain-leave = 回到有框架的页面

watch-link = 在标题里显示未读消息数的页面，可以一直开在标签页里

watch-unread =
    { $count ->
       *[other] { $count } 条未读消息。
    }
watch-how = 这个页面每 15 秒查看一次，并在标题里显示数量。
watch-reset = 我看过了
back-to-room = 回到房间

## The settings. Each has a heading, and choices of a word or two.

theme = 颜色
theme-dark = 深色
theme-light = 浅色

size = 字号
size-small = 小
size-medium = 中
size-large = 大
size-huge = 特大

times = 消息旁的时间
times-clock = 几点几分
times-relative = 距上一条消息的时间
times-off = 不显示

mode = 消息接收方式
mode-live = 立即
mode-calm = 每 15 秒（连接慢或使用读屏软件时）

lines = 输入框
lines-one = 一行，按 Enter 发送
lines-several = 多行

language = 语言

language-unreviewed = 这些译文还没有人检查过。在所有语言里，命令都是英文的。
settings-save = 保存

## The page "Help".

help-write-title = 写消息
help-write = 在底部的输入框里写，然后按 Enter。一条消息最多 500 个字符，每秒可以发一条。发不出去的内容会回到输入框里，并说明原因。

help-private-title = 什么是私密的，什么不是
help-private-stored = 说的话都不会写入任何磁盘。最新的 200 条消息保存在内存里；站长关闭房间后，它们就没有了。
help-private-host = 这个房间的站长能看到一切，控制了站长那台电脑的人也能。
help-private-copy = 每个在这里阅读的人都能复制你写的内容。没有办法知道一个人到底是谁：名字证明不了什么。
help-private-where = 只要你用 Tor Browser，而且自己不说，这里就没有人会知道你在哪里。
help-private-times = 显示的时间被故意调偏，误差最多两分钟。时间采用 UTC。

help-trouble-title = 如果出了问题
help-trouble-reconnect = 如果连接断了，消息会自己回来。如果没有回来，或者写消息的地方出现错误，请按上方的“重新连接”。
help-trouble-calm = 如果你的连接很慢，或者你使用读屏软件，请在设置里选择“每 15 秒”。
help-trouble-cookies = 不需要 Cookie。没有 Cookie 的话，重新加载页面后你会得到另一个名字，除非你按了输入框上方的“重新加载时保留这个名字”。

help-commands-title = 命令
help-commands = 以斜杠开头的是命令，除了你没有人能看到。如果只有一个名字这样开头，你可以只写它的前一部分。
