//! The server shuts itself in before it does anything: whoever finds a way out of an app's Wasm still reaches no other
//! file of the machine and starts no program.
//!
//! Files by Landlock (Linux 5.13), system calls by seccomp. A kernel that has neither is said so and not required to.
//! What is shut in is the calling thread and every thread that it starts.

use std::path::{Path, PathBuf};

/// What the server may reach besides its data folder.
#[derive(Debug, Default)]
pub(crate) struct Allowed {
    /// Read and written, with everything below.
    pub(crate) data: PathBuf,
    /// Read only.
    pub(crate) read: Vec<PathBuf>,
}

/// What has come of it, in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shut {
    pub(crate) files: Result<(), String>,
    pub(crate) calls: Result<(), String>,
}

impl std::fmt::Display for Shut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = |done: &Result<(), String>, what: &str| match done {
            Ok(()) => format!("{what} shut"),
            Err(why) => format!("{what} open ({why})"),
        };
        write!(f, "{}, {}", word(&self.files, "other files"), word(&self.calls, "other programs"))
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn shut_in(_allowed: &Allowed) -> Shut {
    let why = || Err("only Linux has what it takes".into());
    Shut { files: why(), calls: why() }
}

#[cfg(target_os = "linux")]
pub(crate) fn shut_in(allowed: &Allowed) -> Shut {
    Shut { files: linux::shut_files(allowed), calls: linux::shut_calls() }
}

/// The folders that a certificate and its renewals lie in: the names are often links from one folder to another.
pub(crate) fn folders_of(file: &Path) -> impl Iterator<Item = PathBuf> {
    let real = file.canonicalize().ok();
    let folder = |path: &Path| path.parent().map(Path::to_owned);
    [folder(file), real.as_deref().and_then(folder)].into_iter().flatten()
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Allowed;
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
        RulesetCreatedAttr as _, RulesetStatus, path_beneath_rules,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
    use std::collections::BTreeMap;

    /// What the libraries of the system read: names of hosts, certificates of others, how many processors there are.
    const SYSTEM: [&str; 15] = [
        "/etc/resolv.conf",
        "/etc/hosts",
        "/etc/host.conf",
        "/etc/nsswitch.conf",
        "/etc/gai.conf",
        "/etc/localtime",
        "/etc/ssl/certs",
        "/run/systemd/resolve",
        "/usr/lib",
        "/usr/share/zoneinfo",
        "/lib",
        "/lib64",
        "/proc/self",
        "/sys/fs/cgroup",
        "/sys/devices/system/cpu",
    ];
    /// The newest rights that are asked for; a kernel that knows fewer gives those.
    const RIGHTS: ABI = ABI::V5;

    pub(super) fn shut_files(allowed: &Allowed) -> Result<(), String> {
        let read = AccessFs::from_read(RIGHTS);
        let system = SYSTEM
            .iter()
            .map(std::path::PathBuf::from)
            .chain(["/dev/urandom".into(), "/proc/meminfo".into()]);
        let readable: Vec<_> = system.chain(allowed.read.iter().cloned()).collect();
        // The server listens already, and nothing else may; what it connects to is for `--outcalls-to` to say.
        let shut = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(RIGHTS))
            .and_then(|rules| rules.handle_access(AccessNet::BindTcp))
            .and_then(Ruleset::create)
            .and_then(|rules| rules.add_rules(path_beneath_rules(&readable, read)))
            .and_then(|rules| {
                rules.add_rules(path_beneath_rules([&allowed.data], AccessFs::from_all(RIGHTS)))
            })
            .and_then(|rules| rules.restrict_self());
        match shut {
            Ok(status) if status.ruleset == RulesetStatus::NotEnforced => {
                Err("this kernel has no Landlock, or it is switched off".into())
            }
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// System calls that a server has no use for, and that help whoever has taken it over.
    const REFUSED: &[i64] = &[
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_kcmp,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_move_mount,
        libc::SYS_open_tree,
        libc::SYS_fsopen,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_setns,
        libc::SYS_unshare,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_request_key,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_delete_module,
        libc::SYS_kexec_load,
        libc::SYS_reboot,
        libc::SYS_swapon,
        libc::SYS_swapoff,
        libc::SYS_acct,
        libc::SYS_settimeofday,
        libc::SYS_clock_settime,
        libc::SYS_quotactl,
        libc::SYS_personality,
        libc::SYS_syslog,
    ];

    pub(super) fn shut_calls() -> Result<(), String> {
        let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(|error| error.to_string())?;
        let rules: BTreeMap<i64, _> = REFUSED.iter().map(|&call| (call, Vec::new())).collect();
        let refuse = SeccompAction::Errno(libc::EPERM as u32);
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch);
        let program: BpfProgram = filter.and_then(BpfProgram::try_from).map_err(|error| error.to_string())?;
        seccompiler::apply_filter(&program).map_err(|error| error.to_string())
    }

    #[cfg(test)]
    mod tests {
        use super::super::{Allowed, shut_in};

        /// In a process of its own (as nextest has it), and in a thread of its own besides: it cannot be undone.
        #[test]
        fn whoever_is_shut_in_reads_no_other_file_and_starts_no_program() {
            let folder = tempfile::tempdir().expect("there is a folder for what is temporary");
            let (data, other) = (folder.path().join("data"), folder.path().join("other"));
            for folder in [&data, &other] {
                std::fs::create_dir(folder).expect("it is new");
                std::fs::write(folder.join("kept"), "kept").expect("it can be written");
            }
            let tried = std::thread::spawn(move || {
                let shut = shut_in(&Allowed { data: data.clone(), read: Vec::new() });
                let program = std::process::Command::new("/bin/true").status().is_ok();
                let inside = std::fs::write(data.join("new"), "new").is_ok();
                (shut, program, inside, std::fs::read(other.join("kept")).is_ok())
            });
            let (shut, program, inside, outside) = tried.join().expect("nothing in it panics");
            assert!(inside, "{shut}");
            assert_eq!(program, shut.calls.is_err(), "{shut}");
            assert_eq!(outside, shut.files.is_err(), "{shut}");
        }
    }
}
