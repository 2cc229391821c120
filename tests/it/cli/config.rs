//! Flags beat the environment, and the environment beats the file.

use libtest_mimic::Trial;

use crate::support::client::{Ask, Line};
use crate::support::process::{DEAD_NETWORK, Process, Program, Room};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        limit_comes_from_the_environment,
        environment_beats_the_file,
        flag_beats_the_environment,
        file_may_hold_every_flag,
        file_may_be_named_by_the_environment,
        folders_may_be_named_everywhere,
        serve_is_the_default_command,
        several_services_each_as_their_table_says,
        services_that_cannot_be_are_named,
        global_flags_stand_before_or_after_the_command,
    ]
}

/// The limit on transcripts that the room says is in force.
async fn limit(room: &Room) -> u64 {
    let status = room.get("/api/status").await.expect(200).json();
    status["limits"]["max_streams"].as_u64().expect("a limit")
}

/// A room whose command line has a file with this content.
fn with_file(content: &str) -> Program {
    let program = Room::program(&[]);
    let path = program.file("room.toml", content);
    program.and(["--config".into(), path])
}

/// py 28: the seed's variable, with the seed's name.
async fn limit_comes_from_the_environment() {
    let room = Room::run(Room::program(&[]).env("MAX_STREAMS", "2")).await;
    assert_eq!(limit(&room).await, 2);
    let (_first, _second) = (room.read().await, room.read().await);
    assert!(room.get("/messages").await.body.contains("Chat full"));
}

/// A host may set a variable for one run without touching the file.
async fn environment_beats_the_file() {
    let room = Room::run(with_file("max_streams = 3\n")).await;
    assert_eq!(limit(&room).await, 3);
    let room = Room::run(with_file("max_streams = 3\n").env("MAX_STREAMS", "4")).await;
    assert_eq!(limit(&room).await, 4);
}

/// And a flag for one run without touching the variable.
async fn flag_beats_the_environment() {
    let program = with_file("max_streams = 3\ntitle = \"of the file\"\n").env("MAX_STREAMS", "4");
    let room = Room::run(program.and(["--max-streams", "5", "--title", "of the flag"])).await;
    assert_eq!(limit(&room).await, 5);
    let page = room.get("/").await.body;
    assert!(
        page.contains("of the flag") && !page.contains("of the file"),
        "{page}"
    );
}

/// The keys of the file are the names of the flags.
async fn file_may_hold_every_flag() {
    let program = Program::new(&["--config", "room.toml"]);
    let lines = [
        "title = \"of the file\"",
        "max_streams = 7",
        "listen = \"127.0.0.1:0\"",
        "no_tor = true",
        "ephemeral = true",
        "check_every = 30",
        "output = \"json\"",
    ];
    program.file("room.toml", &lines.join("\n"));
    let room = Room::run(program).await;
    assert_eq!(limit(&room).await, 7);
    assert!(room.get("/").await.body.contains("of the file"));
}

/// A service manager sets variables more easily than arguments.
async fn file_may_be_named_by_the_environment() {
    let program = Room::program(&[]);
    let path = program.file("room.toml", "max_streams = 3\n");
    let room = Room::run(program.env("ONIONCHAT_CONFIG", path)).await;
    assert_eq!(limit(&room).await, 3);
}

/// The same for the folders: what is named is used, and nothing else; the command line comes first, and what
/// the file names comes last.
async fn folders_may_be_named_everywhere() {
    let folders = async |program: Program| {
        let room = Room::run(program).await;
        room.get("/").await.expect(200);
        let entries = std::fs::read_dir(room.process.home()).expect("a folder");
        let mut names: Vec<String> = entries
            .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
            .filter(|name| name.ends_with("-keys") || name.ends_with("-cache") || name == "keys")
            .collect();
        names.sort();
        names
    };
    let by_variables = |program: Program| {
        program
            .env("ONIONCHAT_KEYS", "env-keys")
            .env("ONIONCHAT_CACHE", "env-cache")
    };
    assert_eq!(
        folders(by_variables(Room::offline(&[]))).await,
        ["env-cache", "env-keys"]
    );
    let flags = ["--keys", "flag-keys", "--cache", "flag-cache"];
    assert_eq!(
        folders(by_variables(Room::offline(&flags))).await,
        ["flag-cache", "flag-keys"]
    );
    let program = Room::offline(&[]);
    let named = format!("keys = \"file-keys\"\ncache = \"file-cache\"\n{DEAD_NETWORK}");
    program.file("offline.toml", &named);
    assert_eq!(folders(program).await, ["file-cache", "file-keys"]);
    assert_eq!(
        folders(Room::offline(&["--cache", "a-cache"])).await,
        ["a-cache", "keys"]
    );
}

/// The room runs with and without the name of the command.
async fn serve_is_the_default_command() {
    for command in [&[][..], &["serve"]] {
        let program =
            Program::new(command).and(["--no-tor", "--listen", "127.0.0.1:0", "--output", "json"]);
        Room::run(program).await.get("/").await.expect(200);
    }
}

/// A script puts its flags where they come to its mind.
async fn global_flags_stand_before_or_after_the_command() {
    let listens = async |arguments: &[&str]| {
        let mut process: Process = Program::new(arguments).spawn();
        process.event("listening").await;
    };
    listens(&[
        "--output",
        "json",
        "--keys",
        "k",
        "--cache",
        "c",
        "serve",
        "--no-tor",
        "--listen",
        "127.0.0.1:0",
    ])
    .await;
    listens(&[
        "serve",
        "--no-tor",
        "--listen",
        "127.0.0.1:0",
        "--cache",
        "c",
        "--keys",
        "k",
        "--output",
        "json",
    ])
    .await;
}

/// Without Tor each service listens where its table says; what it does not say, the top of the file does, and
/// what is typed holds for all.
async fn several_services_each_as_their_table_says() {
    let file = "no_tor = true\ntitle = \"Day\"\nmax_streams = 3\n[[service]]\nname = \"day\"\nlisten = \
                \"127.0.0.1:0\"\n[[service]]\nname = \"night\"\ntitle = \"Night\"\nlisten = \"127.0.0.1:0\"\n";
    for (typed, titles, streams) in [
        (&[][..], ["Day", "Night"], [3, 3]),
        (&["--max-streams", "9"], ["Day", "Night"], [9, 9]),
        (&["--title", "Both"], ["Both", "Both"], [3, 3]),
    ] {
        let program = Program::new(&["--output", "json"]);
        let path = program.file("room.toml", file);
        let program = program.and(["--config".into(), path.into_os_string()]);
        let mut process = program.and(typed.iter().copied()).spawn();
        for (at, name) in ["day", "night"].into_iter().enumerate() {
            let event = process.event("listening").await;
            assert_eq!(event["service"], name);
            let url = event["url"].as_str().expect("a place");
            let address: std::net::SocketAddr = url["http://".len()..].parse().expect("an address");
            let status = Line::to(&address).await.ask(Ask::get("/api/status")).await;
            let status = status.expect(200).json();
            assert_eq!(status["limits"]["max_streams"], streams[at]);
            let title = format!("<title>{}</title>", titles[at]);
            let page = Line::to(&address).await.ask(Ask::get("/")).await;
            assert!(page.body.contains(&title), "{}", page.body);
        }
        process.terminate().await;
    }
}

/// What does not go together is refused before anything is opened, by its name.
async fn services_that_cannot_be_are_named() {
    let service = |rest: &str| format!("[[service]]\nname = \"a\"\n{rest}");
    for (file, named) in [
        (service(&service("")), "name a"),
        (
            format!("listen = \"127.0.0.1:0\"\n{}", service("")),
            "listen",
        ),
        (format!("no_tor = true\n{}", service("")), "needs listen"),
        ("[[service]]\ntitle = \"x\"\n".into(), "has no name"),
        ("[[service]]\n".repeat(17), "more than 16"),
    ] {
        let program = Program::new(&[]);
        let path = program.file("room.toml", &file);
        let exit = program
            .and(["--config".into(), path.into_os_string()])
            .run()
            .await;
        assert_eq!(exit.code, Some(78), "{file}: {}", exit.stderr);
        assert!(exit.stderr.contains(named), "{}", exit.stderr);
    }
}
