# Portuguese, unreviewed: nobody who speaks it has checked these texts yet.

## Places, and the pages around them.

lobby = saguão

come-in-again = Entrar de novo

to-lobby = Ir para o saguão

left-room = Você saiu da sala.

room-stopped = A sala foi encerrada: tudo o que foi dito aqui está apagado, e todo mundo foi removido.

door = Esta sala não existe ou pede uma frase secreta.

only-you = (só você vê isto)

## The list of members, beside the conversation, and in the answer to /who.

heading = { $place }: { $named } aqui

heading-nameless = { $place }: { $named } aqui, e { $nameless } sem nome

standing-operator = moderação

standing-away = ausente

standing-muted = sem voz

standing-and = { $first }, { $second }

who-standing = { $nick } ({ $standing })

and-more = e mais { $count }

## Notices: lines in the conversation that everybody in the room sees, with the time before them.
## $nick is who it happened to, $by is the operator who did it.

notice-joined = { $nick } entrou.

notice-left = { $nick } saiu da sala.

notice-farewell = { $nick }: Tenho que ir agora. Falo com vocês depois, pessoal! (dito por /exit)

notice-renamed = { $from } agora é { $to }.

notice-topic = { $by } definiu o assunto: { $topic }

notice-kicked = { $by } removeu { $nick }.

notice-kicked-reason = { $by } removeu { $nick }: { $reason }

notice-banned = { $by } baniu { $nick }.

notice-banned-reason = { $by } baniu { $nick }: { $reason }

notice-muted = { $by } tirou a voz de { $nick }.

notice-muted-reason = { $by } tirou a voz de { $nick }: { $reason }

notice-unmuted = { $by } devolveu a voz a { $nick }.

notice-unmuted-reason = { $by } devolveu a voz a { $nick }: { $reason }

notice-locked = { $by } trancou a sala com uma frase secreta.

notice-unlocked = { $by } destrancou a sala: quem tem o código pode entrar.

closing = A sala fecha em { $left }.

span-days =
    { $days ->
        [one] { $days } dia
       *[other] { $days } dias
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

span-and = { $first } e { $second }
the-host = Quem hospeda este chat

notice-promoted = Quem hospeda este chat deixou { $nick } moderar aqui.

notice-announced = De quem hospeda este chat: { $text }

## Answers to commands: seen only by whoever gave the command.

help-heading = O que você pode digitar, além do que quer dizer:

help-line = { $usage }: { $what }

help-line-aliases = { $usage }: { $what }; também { $aliases }

topic-none = Esta sala não tem assunto.

topic-is = Assunto: { $topic }

room-created =
    Sala criada: { $code }
    Quem tem o código pode entrar: basta digitar { $join } no saguão ou acrescentar { $path } ao endereço.

ignoring = Você não vê mais nada de { $nick }. Com /unignore { $nick } você desfaz isso.

seeing = Você voltou a ver { $nick }.

you-are-host = É você quem hospeda este chat: você pode moderar em todas as salas.

## The last line of a conversation that has come to its end, for whoever was reading it.

end-closed = a sala fechou

end-opened-elsewhere = aberta em outro lugar: cada pessoa lê em poucas janelas, no máximo

end-moved = Você foi para outra sala.

end-kicked = { $by } removeu você da sala. Recarregue a página para tentar entrar de novo.

end-kicked-reason = { $by } removeu você da sala: { $reason } Recarregue a página para tentar entrar de novo.

full-stop = .

end-banned = Baniram você desta sala.

end-empty = Todo mundo saiu, por isso a sala foi apagada.

end-locked = A sala foi trancada com uma frase secreta.

end-erased = Uma mensagem foi retirada. A sala é mostrada de novo.

refusal-too-old = Esta página é antiga demais. Carregue-a de novo.

end-fell-behind = Esta conexão estava lenta demais. A sala é mostrada de novo.

## What each command does, as it stands in the list of commands: after a colon, without a full stop.

command-help = mostrar os comandos, ou um deles

command-nick = mudar seu nome

command-me = dizer o que você faz

command-who = mostrar quem está aqui

command-whisper = dizer algo a uma só pessoa

command-reply = sussurrar para quem sussurrou para você por último

command-create = criar sua própria sala e ir para lá

command-join = ir para uma sala

command-leave = voltar ao saguão

command-exit = despedir-se e sair

command-topic = mostrar ou definir o assunto da sala

command-ignore = não ver mais nada de alguém

command-unignore = voltar a ver alguém

command-delete = retirar sua última mensagem; moderação: a última de alguém, ou todas

command-kick = remover alguém

command-ban = remover alguém para sempre

command-mute = deixar alguém só ler

command-unmute = deixar alguém escrever de novo

command-lock = deixar entrar só quem sabe a frase secreta

command-unlock = deixar entrar todo mundo que tem o código

command-stop = apagar tudo o que foi dito aqui e remover todo mundo

command-op = moderar em toda parte, para quem hospeda o chat

command-slash = dizer um texto que começa com uma barra

## Refusals: why something was not done, for whoever wanted it. They stand above the field that one types in.

refusal-too-fast = Você escreve mais de uma mensagem por segundo. Espere um momento e envie de novo.

refusal-duplicate = Você acabou de dizer exatamente isto, por isso não foi enviado duas vezes.

refusal-too-long = Isto tem { $characters } caracteres, e uma mensagem tem no máximo { $most }. Encurte e envie de novo.

refusal-control-characters = Isto contém caracteres de controle, que nenhuma mensagem pode ter. Revise e envie de novo.

refusal-forgotten = Você ficou muito tempo fora. Envie de novo.

refusal-circuit-busy = Chega coisa demais pela sua conexão ao mesmo tempo. Espere alguns segundos e envie de novo.

refusal-busy = Muita gente está entrando neste momento. Espere alguns segundos e tente de novo.

refusal-full = Já há aqui o máximo de pessoas que podem ler ao mesmo tempo. Tente de novo daqui a pouco.

refusal-unknown-command = Esse comando não existe, por isso nada foi enviado. Você quis dizer { $usage }? (/help mostra todos; //TEXT diz um texto com barra.)

refusal-usage = Este comando se escreve { $usage }: { $what }.

refusal-no-session = Os comandos precisam de uma página desta sala. Recarregue-a e tente de novo.

refusal-nick-taken = Alguém já tem este nome, ou um parecido. Escolha outro.

refusal-renamed-lately = Você acabou de mudar seu nome. Espere um pouco antes de mudar de novo.

refusal-room-name = O nome de uma sala tem de 1 a 32 letras, números, - e _, sem espaços.

refusal-no-room = Essa sala não existe, ou a frase secreta dela falta ou está errada. Confira as duas coisas: /join CODE PASSPHRASE

refusal-too-many-rooms = Todas as salas estão ocupadas. Tente de novo em alguns minutos.

refusal-too-many-own-rooms = Você já criou o máximo de salas por pessoa. Saia de uma delas e tente de novo em um minuto.

refusal-in-lobby = Você já está no saguão. Digite /exit para se despedir e sair.

refusal-lobby-is-open = O saguão está sempre aberto. Crie uma sala com /create e tranque essa sala.

refusal-not-locked = Esta sala não tem frase secreta.

refusal-nobody = Ninguém aqui tem esse nome. Digite /who para ver quem está aqui.

refusal-ambiguous = Vários nomes aqui começam assim. Digite mais letras do nome.

refusal-nothing-to-reply = Ninguém sussurrou para você aqui. Use /whisper NICK TEXT.

refusal-yourself = É você. Escolha outra pessoa.

refusal-kick-yourself = É você. Digite /exit para se despedir e sair.

refusal-too-many-ignored = Você já ignora o máximo de pessoas possível. Primeiro use /unignore com alguém.

refusal-not-ignored = Você não ignora ninguém com este nome.

refusal-operators-only = Só quem modera esta sala pode fazer isto: digite /who para ver quem é.

refusal-is-host = Esta pessoa hospeda o chat inteiro: não é possível removê-la nem tirar a voz dela.

refusal-muted = A moderação tirou sua voz: aqui você pode ler, mas não escrever.

refusal-not-muted = Ninguém tirou a voz desta pessoa.

refusal-removed = Removeram você desta sala. Recarregue a página para entrar de novo.

refusal-banned = Baniram você desta sala.

refusal-nothing-to-delete = Não há mensagem para retirar.

refusal-wrong-token = Este não é o token de quem hospeda o chat, ou já foi usado.

## Refusals of a nick: why what somebody typed cannot be their name.

nick-too-short = Um nome tem pelo menos { $least } caracteres. Escolha um mais longo.

nick-too-long = Isto tem { $characters } caracteres, e um nome tem no máximo { $most }. Escolha um mais curto.

nick-character = Um nome é feito de letras, números, - e _, sem espaços. Tire o resto.

nick-marks = Há mais acentos ou sinais do que as letras podem levar. Tire alguns.

nick-edges = Um nome começa e termina com uma letra ou um número. Tire dali o - ou o _.

nick-no-letter = Um nome tem pelo menos uma letra. Acrescente uma.

nick-mixed-scripts = Isto mistura letras de alfabetos diferentes. Escreva em um só.

nick-capitals = Em maiúsculas, isto parece escrito com letras latinas. Escreva em minúsculas.

nick-reserved = Este nome é reservado para a própria sala, ou se parece com um que é. Escolha outro.

## Where lines are missing in the conversation.

gap =
    { $missed ->
        [one] Você perdeu { $missed } mensagem.
       *[other] Você perdeu { $missed } mensagens.
    }

## The page around the conversation: links, labels, hints. Links and labels are short: a phone shows four
## links in one line.

nav-label = Esta sala

nav-lobby = Saguão
nav-help = Ajuda
nav-settings = Ajustes
nav-reconnect = Reconectar

frame-chat = Mensagens
frame-compose = Escrever uma mensagem

intro-title = Primeira vez aqui? (Aperte para fechar)
intro-name = Seu nome aqui é { $nick }. Para mudar, digite abaixo /nick e um nome.
intro-privacy = Nada do que se diz aqui é guardado, e ninguém aqui fica sabendo onde você está. Mas todas as pessoas da sala, e quem a hospeda, podem ler e copiar o que você escreve.
intro-care = Por isso, não conte nada que possa denunciar você. Digite /help para ver o que mais você pode fazer.

connecting = Conectando… Se a conexão caiu, a sala volta aqui sozinha.

lost = Nenhum sinal de vida há mais de um minuto. A conexão pode ter caído: recarregue a página.

empty-nobody = Ninguém disse nada ainda. Escreva a primeira mensagem na linha abaixo.
empty-invite = Para outras pessoas entrarem, passe a elas o endereço desta sala até “.onion”. Digite /who para ver quem está aqui.

news = Novo desde que você saiu

members = Quem está aqui

locked = trancada

whispers = sussurra:

compose-who = Você é { $nick }. Sala: { $place }.
compose-hint = Digite /help para ver tudo o que você pode fazer.

compose-keep = Manter este nome quando eu recarregar

compose-placeholder = Mensagem...
compose-label = Mensagem
compose-send = Enviar

compose-go-there = Ir para lá.
compose-elsewhere = Você tem várias janelas abertas, por isso nenhuma delas mudou de sala. O que você escrever nesta linha continua indo para a sala “{ $place }”.

passphrase = Frase secreta
door-enter = Entrar

full = A sala está cheia. Tentando de novo…

## A page without frames, for text browsers, and a page that counts what is unread in its title.

plain-link = A sala sem frames, para navegadores de texto e conexões ruins
plain-refresh = Mostrar o que há de novo
plain-leave = Voltar à página com frames

watch-link = Uma página que conta as mensagens não lidas no título, para deixar aberta em uma aba

watch-unread =
    { $count ->
        [one] { $count } mensagem não lida.
       *[other] { $count } mensagens não lidas.
    }
watch-how = Esta página verifica a cada 15 segundos e mostra o número no título.
watch-reset = Já li
back-to-room = Voltar à sala

## The settings. Each has a heading, and choices of a word or two.

theme = Cores
theme-dark = Escuras
theme-light = Claras

size = Tamanho das letras
size-small = Pequeno
size-medium = Médio
size-large = Grande
size-huge = Muito grande

times = Hora ao lado das mensagens
times-clock = Hora e minuto
times-relative = Tempo desde a mensagem anterior
times-off = Nenhuma

mode = Como as mensagens chegam
mode-live = Na hora
mode-calm = A cada 15 segundos (conexões lentas, leitores de tela)

lines = Linha para escrever
lines-one = Uma linha; Enter envia
lines-several = Várias linhas

language = Idioma

language-unreviewed = Ninguém revisou estas traduções ainda. Os comandos são em inglês em todos os idiomas.
settings-save = Salvar

## The page "Help".

help-write-title = Escrever
help-write = Escreva na linha de baixo e aperte Enter. Uma mensagem tem no máximo 500 caracteres, e você pode enviar uma por segundo. O que não pode ser enviado volta para a linha, com o motivo.

help-private-title = O que é privado e o que não é
help-private-stored = Nada do que se diz é gravado em nenhum disco. As 200 mensagens mais recentes ficam na memória; quando quem hospeda a sala a fecha, elas desaparecem.
help-private-host = Quem hospeda esta sala pode ler tudo, e quem assumir o controle do computador onde ela está também.
help-private-copy = Qualquer pessoa que lê aqui pode copiar o que você escreve. Não há como saber quem alguém é: um nome prova pouco.
help-private-where = Ninguém aqui fica sabendo onde você está, desde que você use o Tor Browser e não conte.
help-private-times = As horas mostradas têm, de propósito, um erro de até dois minutos. Estão em UTC.

help-trouble-title = Se algo não funciona
help-trouble-reconnect = Se a conexão cair, as mensagens voltam sozinhas. Se não voltarem, ou se aparecer um erro onde você escreve, aperte “Reconectar” no alto.
help-trouble-calm = Se sua conexão é lenta, ou se você usa um leitor de tela, escolha “A cada 15 segundos” nos ajustes.
help-trouble-cookies = Cookies não são necessários. Sem eles, você recebe outro nome quando carrega a página de novo, a não ser que aperte “Manter este nome” acima da linha.

help-commands-title = Comandos
help-commands = O que começa com uma barra é um comando; só você o vê. Você pode encurtar um nome se só um começar assim.
