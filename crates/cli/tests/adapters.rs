//! What asks for real: a database, a server of this machine, the clock. What was recorded is replayed without any of it.
#![cfg(all(feature = "databases", feature = "network"))]
#![expect(clippy::unwrap_used, reason = "tests")]

use hognose_directory_sql::{Settings, Sqlite, Store};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

const PEOPLE: &str = r#"{"users": [{"pk": 7, "username": "marie", "email": "marie@example.org", "groups": ["staff"]}],
    "groups": [{"name": "staff"}]}"#;

fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adapters").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn hognose(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hognose"))
        .arg("eval")
        .arg("policy.py")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Records with `live`, then replays with `granted`, twice: each time the same bytes.
fn replays(folder: &Path, live: &[&str], granted: &[&str]) -> Output {
    let recorded = hognose(folder, &[live, &["--format", "json", "--record", "journal.json"]].concat());
    for _ in 0..2 {
        let replay = ["--format", "json", "--replay", "journal.json", "--record", "again.json"];
        let replayed = hognose(folder, &[granted, &replay].concat());
        assert_eq!(replayed.stdout, recorded.stdout, "{}", errors(&replayed));
        assert_eq!(replayed.status.code(), recorded.status.code());
        let read = |name| std::fs::read(folder.join(name)).unwrap();
        assert_eq!(read("journal.json"), read("again.json"));
    }
    recorded
}

#[test]
fn a_database_file_answers_queries_and_is_replayed_without_it() {
    let policy = "return ak_user_by(email='marie@example.org').groups.filter(name='staff').exists()";
    let folder = folder("sqlite", &[("policy.py", policy)]);
    let store = Store::deserialize(&mut serde_json::Deserializer::from_str(PEOPLE)).unwrap();
    Sqlite::create(&folder.join("people.db"), &store, &Settings::default()).unwrap();
    let live = ["--directory", "sqlite:people.db"];
    let recorded = replays(&folder, &live, &["--grant", "directory.read"]);
    assert_eq!(recorded.status.code(), Some(0), "{}", errors(&recorded));

    // A file that is no database.
    std::fs::write(folder.join("people.db"), "nothing").unwrap();
    let broken = hognose(&folder, &live);
    assert_ne!(broken.status.code(), Some(0));
    assert!(errors(&broken).contains("not a database"), "{}", errors(&broken));
    let missing = hognose(&folder, &["--directory", "sqlite:nowhere.db"]);
    assert_eq!(missing.status.code(), Some(65), "{}", errors(&missing));
}

/// A server that answers everything with `yes`.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap_or(0) > 2 {
                line.clear();
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes");
        }
    });
    port
}

#[test]
fn a_server_is_asked_where_it_is_named_and_replayed_without_it() {
    let port = serve();
    let policy = format!("return requests.get('http://127.0.0.1:{port}/known').text == 'yes'");
    let folder = folder("http", &[("policy.py", &policy)]);
    let host = format!("http://127.0.0.1:{port}");
    let live = ["--http", &host, "--http-network", "127.0.0.0/8"];
    let recorded = replays(&folder, &live, &["--grant", "http.request"]);
    assert_eq!(recorded.status.code(), Some(0), "{}", errors(&recorded));

    // Without the network, with another host, with no calls left, with nothing.
    let refused = hognose(&folder, &["--http", &host]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors(&refused).contains("is not public"), "{}", errors(&refused));
    let other = hognose(&folder, &["--http", "example.org", "--http-network", "127.0.0.0/8"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(errors(&other).contains("`--http` does not name"), "{}", errors(&other));
    let none = hognose(&folder, &[&live[..], &["--quota", "http.request:calls=0"]].concat());
    assert_eq!(none.status.code(), Some(2));
    assert!(errors(&none).contains("E0516"), "{}", errors(&none));
    assert!(errors(&hognose(&folder, &[])).contains("http.request"));
}

#[test]
fn clock_names_and_random_numbers_of_the_machine_are_replayed() {
    let policy = "import time, uuid\n\
        ak_message(str(uuid.uuid4()))\n\
        ak_message(str(resolve_dns('localhost')))\n\
        return time.time() > 1_700_000_000";
    let folder = folder("machine", &[("policy.py", policy)]);
    let granted = ["--grant", "clock", "--grant", "random", "--grant", "dns.resolve"];
    let recorded = replays(&folder, &["--now", "system", "--random", "--dns", "localhost"], &granted);
    assert_eq!(recorded.status.code(), Some(0), "{}", errors(&recorded));
    let other = hognose(&folder, &["--now", "system", "--random", "--dns", "example.org"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(errors(&other).contains("dns.resolve localhost: refused"), "{}", errors(&other));
}

#[test]
fn quotas_are_checked_before_anything_is_done() {
    let folder = folder("quotas", &[("policy.py", "return True")]);
    for wrong in
        ["mail.send:calls=1", "http.request", "http.request:calls=-1", "clock:words=3", "clock:calls=1,"]
    {
        let output = hognose(&folder, &["--quota", wrong]);
        assert_eq!(output.status.code(), Some(64), "{wrong}: {}", errors(&output));
    }
    let output = hognose(&folder, &["--quota", "clock:calls=1,bytes=100", "--quota", "clock:milliseconds=5"]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
}
