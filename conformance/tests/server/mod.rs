//! A PostgreSQL server for the time of a test.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Names a server to use instead.
const VARIABLE: &str = "HOGNOSE_POSTGRES";

/// A server, ours or somebody else's.
pub(crate) struct Server {
    parameters: String,
    ours: Option<Ours>,
}

struct Ours {
    programs: PathBuf,
    folder: PathBuf,
    /// The server refuses to run as root: who runs it instead.
    user: Option<&'static str>,
}

impl Server {
    /// The server that is named, else one that is started.
    pub(crate) fn find() -> Result<Self, String> {
        if let Ok(parameters) = env::var(VARIABLE) {
            return Ok(Self { parameters, ours: None });
        }
        let programs = programs().ok_or_else(|| format!("no server found, and no {VARIABLE} set"))?;
        let folder = env::temp_dir().join(format!("hognose-postgres-{}", std::process::id()));
        let ours = Ours { programs, folder, user: is_root().then_some("postgres") };
        let parameters = format!("host={} user=hognose dbname=postgres", ours.folder.display());
        // Dropped, and so stopped, when starting fails.
        let server = Self { parameters, ours: Some(ours) };
        if let Some(ours) = &server.ours {
            ours.start()?;
        }
        Ok(server)
    }

    pub(crate) fn parameters(&self) -> &str {
        &self.parameters
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(ours) = &self.ours {
            let _ = ours.run("pg_ctl", &["stop", "-m", "immediate", "-D", &ours.data()]);
            let _ = fs::remove_dir_all(&ours.folder);
        }
    }
}

impl Ours {
    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn start(&self) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.folder.display());
        fs::create_dir(&self.folder).map_err(failed)?;
        if let Some(user) = self.user {
            let status = Command::new("chown").arg(user).arg(&self.folder).status().map_err(failed)?;
            if !status.success() {
                return Err(format!("no user `{user}` to run a server as"));
            }
        }
        let data = self.data();
        // No network: a socket in the folder. Letters fold as they do with authentik's databases.
        self.run(
            "initdb",
            &["-D", &data, "-U", "hognose", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N"],
        )?;
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off",
            self.folder.display()
        );
        let log = self.folder.join("log").display().to_string();
        self.run("pg_ctl", &["start", "-w", "-D", &data, "-l", &log, "-o", &options])
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let program = self.programs.join(program);
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&program);
                command
            }
            None => Command::new(&program),
        };
        let command = command.args(arguments).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.stderr(Stdio::null()).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{} ended with {status}", program.display())),
            Err(error) => Err(format!("{}: {error}", program.display())),
        }
    }
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Where the programs of the server are: on the path, or where Debian puts them, the newest first.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| is_file(&folder.join(name))))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}
