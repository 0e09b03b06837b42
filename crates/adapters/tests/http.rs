//! Requests to a server of this machine, which is inside: only where its network is granted may it be asked.
#![cfg(feature = "http")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use hognose::{Data, Host, HostCall, Map, Reply};
use hognose_adapters::{Http, HttpSettings};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A server that answers by path, and notes what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

fn serve() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            answer(stream.unwrap(), port, &notes);
        }
    });
    Server { port, asked }
}

fn answer(stream: TcpStream, port: u16, notes: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some(given) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = given.trim().parse().unwrap();
        }
        head.push(line.trim().to_owned());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let first = head.first().cloned().unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    notes.lock().unwrap().push(format!("{}\n{}", head.join("\n"), String::from_utf8_lossy(&body)));
    let page = |status: &str, headers: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}Connection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let text = match path.as_str() {
        "/away" => page("302 Found", "Location: http://localhost.invalid/secret\r\n", ""),
        "/metadata" => page("302 Found", "Location: http://169.254.169.254/latest\r\n", ""),
        "/scheme" => page("302 Found", "Location: ftp://127.0.0.1/x\r\n", ""),
        "/round" => page("302 Found", "Location: /round\r\n", ""),
        "/next" => page("303 See Other", "Location: page?from=next\r\n", ""),
        "/other" => {
            page("307 Temporary Redirect", &format!("Location: http://localhost:{port}/page\r\n"), "")
        }
        "/large" => page("200 OK", "", &"x".repeat(5000)),
        "/slow" => {
            thread::sleep(Duration::from_millis(1500));
            page("200 OK", "", "late")
        }
        "/missing" => page("404 Not Found", "", "no"),
        _ => page("200 OK", "Content-Type: application/json\r\n", "{\"ok\": true}"),
    };
    let _ = reader.get_mut().write_all(text.as_bytes());
}

fn settings(server: &Server) -> HttpSettings {
    let mut settings = HttpSettings::default();
    settings.allowed.push(format!("http://127.0.0.1:{}", server.port).parse().unwrap());
    settings.networks.0.push("127.0.0.0/8".parse().unwrap());
    settings.bytes = 4096;
    settings
}

fn call(url: &str, more: &[(&str, Data)]) -> HostCall {
    let mut arguments = Map::from_iter([
        ("method", Data::from("GET")),
        ("url", Data::from(url)),
        ("headers", Data::Map(Map::new())),
        ("body", Data::None),
        ("timeout", Data::Float(5.0)),
        ("redirects", Data::Bool(true)),
    ]);
    for (key, value) in more {
        arguments.insert(*key, value.clone());
    }
    HostCall { operation: "http.request", arguments }
}

fn headers(name: &str, value: &str) -> (&'static str, Data) {
    ("headers", Data::Map(Map::from_iter([(name, value)])))
}

fn page(reply: Reply) -> Map {
    match reply {
        Reply::Value(Data::Map(ref map)) => map.clone(),
        other => panic!("{other:?}"),
    }
}

fn raised(reply: Reply) -> String {
    match reply {
        Reply::Raise { kind, .. } => kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_of_a_host_on_the_list() {
    let server = serve();
    let http = Http::new(settings(&server));
    let found = page(
        http.call(&call(&format!("http://127.0.0.1:{}/page?a=1", server.port), &[headers("X-Id", "7")])),
    );
    assert!(matches!(found.get("status"), Some(Data::Int(200))));
    assert!(matches!(found.get("body"), Some(Data::Bytes(body)) if **body == *b"{\"ok\": true}"));
    let asked = server.asked.lock().unwrap().join("\n").to_lowercase();
    assert!(asked.starts_with("get /page?a=1 http/1.1"), "{asked}");
    assert!(asked.contains("x-id: 7") && asked.contains("user-agent: hognose/"), "{asked}");
    let missing = page(http.call(&call(&format!("http://127.0.0.1:{}/missing", server.port), &[])));
    assert!(matches!(missing.get("status"), Some(Data::Int(404))));
    let method = ("method", Data::from("POST"));
    page(http.call(&call(
        &format!("http://127.0.0.1:{}/page", server.port),
        &[method, ("body", Data::Bytes((*b"a=1").into()))],
    )));
    assert!(server.asked.lock().unwrap().last().unwrap().ends_with("\na=1"));
}

#[test]
fn what_is_not_on_the_list_is_refused_before_anything_is_sent() {
    let server = serve();
    let http = Http::new(settings(&server));
    let port = server.port;
    let urls = [
        format!("http://localhost:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("http://a@127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}@example.org/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        "http://127.0.0.1/".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ];
    for url in urls {
        assert!(matches!(http.call(&call(&url, &[])), Reply::Denied), "{url}");
    }
    assert!(server.asked.lock().unwrap().is_empty());
}

#[test]
fn an_address_inside_is_refused_though_its_name_is_on_the_list() {
    let server = serve();
    let mut settings = settings(&server);
    settings.networks.0.clear();
    settings.allowed.push(format!("http://localhost:{}", server.port).parse().unwrap());
    let http = Http::new(settings);
    for host in ["127.0.0.1", "localhost"] {
        let reply = http.call(&call(&format!("http://{host}:{}/page", server.port), &[]));
        assert!(matches!(reply, Reply::Denied), "{reply:?}");
    }
    assert!(server.asked.lock().unwrap().is_empty());
}

#[test]
fn redirects_are_checked_like_requests() {
    let server = serve();
    let http = Http::new(settings(&server));
    let url = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    for path in ["/away", "/metadata", "/scheme", "/other"] {
        let reply = http.call(&call(&url(path), &[]));
        assert!(matches!(reply, Reply::Denied), "{path}: {reply:?}");
    }
    assert_eq!(raised(http.call(&call(&url("/round"), &[]))), "requests.exceptions.TooManyRedirects");
    let found =
        page(http.call(&call(&url("/next"), &[("method", Data::from("POST")), ("body", Data::from("a=1"))])));
    assert!(found.get("url").and_then(Data::as_str).unwrap().ends_with("/page?from=next"));
    assert!(server.asked.lock().unwrap().last().unwrap().starts_with("GET /page"));
    let found = page(http.call(&call(&url("/next"), &[("redirects", Data::Bool(false))])));
    assert!(matches!(found.get("status"), Some(Data::Int(303))));
}

#[test]
fn secrets_stay_with_the_host_they_are_for() {
    let server = serve();
    let mut settings = settings(&server);
    settings.allowed.push(format!("http://localhost:{}", server.port).parse().unwrap());
    settings.networks.0.push("::1/128".parse().unwrap());
    let http = Http::new(settings);
    let reply = http.call(&call(
        &format!("http://127.0.0.1:{}/other", server.port),
        &[headers("Authorization", "Bearer x")],
    ));
    let asked: Vec<String> = server.asked.lock().unwrap().iter().map(|text| text.to_lowercase()).collect();
    assert!(asked.first().unwrap().contains("authorization: bearer x"));
    assert!(asked.iter().skip(1).all(|text| !text.contains("bearer")), "{asked:?} {reply:?}");
}

#[test]
fn sizes_times_and_headers_are_bounded() {
    let server = serve();
    let http = Http::new(settings(&server));
    let url = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    assert!(matches!(http.call(&call(&url("/large"), &[])), Reply::Unavailable));
    let body = ("body", Data::Bytes(vec![0; 5000].into()));
    assert!(matches!(
        http.call(&call(&url("/page"), &[("method", Data::from("POST")), body])),
        Reply::Unavailable
    ));
    let reply = http.call(&call(&url("/slow"), &[("timeout", Data::Float(0.3))]));
    assert_eq!(raised(reply), "requests.exceptions.ReadTimeout");
    for (name, value) in [("Host", "internal"), ("Transfer-Encoding", "chunked"), ("Connection", "x")] {
        assert!(matches!(http.call(&call(&url("/page"), &[headers(name, value)])), Reply::Denied), "{name}");
    }
    assert_eq!(
        raised(http.call(&call(&url("/page"), &[headers("X", "a\r\nY: b")]))),
        "requests.exceptions.RequestException"
    );
    assert!(matches!(http.call(&call(&url("/page"), &[("method", Data::from("CONNECT"))])), Reply::Denied));
    assert!(matches!(
        http.call(&HostCall { operation: "dns.resolve", arguments: Map::new() }),
        Reply::Denied
    ));
}

#[test]
fn nobody_there_is_an_exception() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Server { port, asked: Arc::default() };
    let http = Http::new(settings(&server));
    assert_eq!(
        raised(http.call(&call(&format!("http://127.0.0.1:{port}/"), &[]))),
        "requests.exceptions.ConnectionError"
    );
}
