const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

// Names of commands: from POSIX.1-2017 (utilities), the essential, required, important and standard packages of Debian 12,
// the applets of busybox, the manuals of BSD, macOS and Windows, and the tools whose names gtfobins.github.io and
// lolbas-project.github.io list. Names are facts; no text of these sources is here.

/** Names that nobody writes but to run them: as a whole value they are evidence by themselves. */
export const UNSPOKEN = set(
  'aa-complain aa-disable aa-enforce aa-exec acroread add-apt-repository add-shell addinutil addpart adjtimex ' +
    'agetty ansible-config ansible-console ansible-doc ansible-galaxy ansible-inventory ansible-playbook ansible-pull ' +
    'ansible-test ansible-vault apache2ctl appvlp apropos apt-cache apt-cdrom apt-config apt-get apt-key apt-mark ' +
    'arp-scan arping arptables ascii-xfr aspnet_compiler atbroker atobm auditctl auditpol aureport ausearch ' +
    'autoheader b2sum badblocks basenc basez bashbug bcdboot bcdedit bcdedit.exe bconsole bdehdcfg bginfo bitsadmin ' +
    'blkdiscard blkid blkzone blockdev bootcfg bootchartd bootsect bpftrace brctl bsdcat bsdiff bsdtar bunzip2 busctl ' +
    'byebug bzcat bzcmp bzdiff bzegrep bzexe bzfgrep bzgrep bzip2recover bzless bzmore cacls capsh captoinfo catman ' +
    'cdist certoc certreq certutil certutil.exe cfdisk cflow chage chattr chcon chcpu check_by_ssh check_cups ' +
    'check_raid check_ssl_cert check_statusfile chef-apply chef-run chef-shell chef-solo chef-vault chflags chglogon ' +
    'chgpasswd chgrp chkconfig chkntfs chmem choom chown chpasswd chpst cinc-client cksum clear_console ' +
    'clickhouse-client cmd.exe cmdkey cmdl32 cmstp colorcpl configsecuritypolicy conntrack conspy corelist cowthink ' +
    'cpulimit cqlsh crictl crond cryptpw cryptsetup cscli cscript cscript.exe csplit csvtool ctrlaltdel ctstat ' +
    'cttyhack cupsfilter curl.exe cxref cygpath datasvcutil dcdiag dcpromo deallocvt deb-systemd-helper ' +
    'deb-systemd-invoke debconf-apt-progress debconf-communicate debconf-copydb debconf-escape debconf-set-selections ' +
    'debconf-show debugfs delpart depmod desktopimgdownldr devcon devicecredentialdeployment devmem dfsvc dhclient ' +
    'dhcpcd dhcprelay diantz diff3 dircolors diskperf diskraid diskshadow diskutil dispdiag distcc djoin dmesg ' +
    'dmidecode dmsetup dnscmd dnsdomainname dosbox doskey dpkg-deb dpkg-divert dpkg-fsys-usrunmess ' +
    'dpkg-maintscript-helper dpkg-preconfigure dpkg-query dpkg-realpath dpkg-reconfigure dpkg-split dpkg-statoverride ' +
    'dpkg-trigger driverquery dsacls dsadd dsget dsmod dsmove dsquery dstat dtruss dump64 dumpcap dumpe2fs dumpkmap ' +
    'dumpleases dvips dxdiag e2freefrag e2fsck e2image e2label e2mmpstatus e2scrub e2scrub_all e2undo e4crypt ' +
    'e4defrag easy_install easyrsa ebtables editcap edlin egrep elinks enc2xs encguess enscript envuidgid escript ' +
    'esentutl ether-wake ethtool ettercap eventtriggers eventvwr evil-winrm exportfs extrac32 faillock faillog ' +
    'fakeidentd fallocate fatattr fbset fbsplash fdflush fdformat fdisk fgconsole fgrep filefrag fincore findfs ' +
    'findmnt firewall-cmd flash_eraseall flashcp fltmc fluxctl forfiles fort77 fping freeramdisk fsck.cramfs ' +
    'fsck.ext2 fsck.ext3 fsck.ext4 fsck.minix fsfreeze fsianycpu fstab-decode fstrim fsutil ftpget ftpput ftype fuser ' +
    'fxssvc gcore gdisk gencat genisoimage getcap getenforce getent getmac getpcaps getsebool gettext.sh ginsh ' +
    'glxgears gpasswd gpresult gpscript gpupdate graftabl groovysh grops grotty groupmems groupmod grpck grpconv ' +
    'grpunconv gs-netcat gsocket gtester gzcat gzexe hdiutil hdparm helpztags hexedit hostnamectl hwclock i2cdetect ' +
    'i2cdump i2cget i2cset icacls iconvconfig ie4uinit iediagcmd ieexec iexpress ifconfig ifdown ifenslave ifplugd ' +
    'iftop ilasm imewdbld inetd infdefaultinstall infocmp infotocap initctl insmod installkernel installutil ' +
    'instmodsh invoke-rc.d ionice ioreg ipcmk ipconfig ipcrm iplink ipmaddr ipmitool ipneigh iprule iptables-save ' +
    'iptraf iptunnel ipython3 irftp ischroot iscsiadm isosize iwconfig iwlist jarsigner javap jexec journalctl ' +
    'jrunscript json_pp jstack kadmin kbd_mode kdestroy kernel-install kextload kextstat killall5 kinit klist klogd ' +
    'ksetup ksshell ktutil lastb lastlog launch-vsdevshell ld.so ldapadd ldapdelete ldapmodify ldapsearch ldapwhoami ' +
    'ldattach ldconfig ldifde lessecho lesskey lesspipe lexgrog libnetcfg ligolo linenum links2 linpeas lnstat ' +
    'loadfont loadkmap locale-gen localectl localedef lodctr loginctl logman logsave lorder losetup lsattr ' +
    'lsb_release lsblk lscpu lsipc lsirq lslocks lslogins lsmem lsmod lspci lsscsi lsusb ltrace luatex lvcreate ' +
    'lvextend lvremove lwp-download lwp-mirror lwp-request lxc-attach lxc-start lzcat lzmainfo machinectl mailx ' +
    'makecab makedevs makemime man-recode manage-bde mandb manpath mariadb-dump mavinject mcookie md5sum.textutils ' +
    'mdadm mdfind mergecap mftrace microcom microsoft.workflow.compiler mii-tool minicom mke2fs mkfifo mkfs.bfs ' +
    'mkfs.btrfs mkfs.cramfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.minix mkfs.vfat mkfs.xfs mkhomedir_helper mklost+found ' +
    'mknod mkpasswd mkswap mlocate modinfo modprobe mofcomp mongodump mongoexport mongoimport mongorestore ' +
    'mosh-server mountvol mpcmdrun mpstat mqbkup msdeploy msedgewebview2 msgattrib msgcat msgconv msgfilter msgmerge ' +
    'msguniq mshta mshta.exe mshtml msiexec msinfo32 msohtmed mspub msxsl multitime mysqladmin mysqlcheck mysqlimport ' +
    'mysqlshow nameif nanddump nandwrite nbd-client nbtstat nc.openbsd nc.traditional ncftp needrestart nerdctl ' +
    'netcfg netdiscover netdom netsh netsh.exe networkctl networksetup newgrp newusers ngettext ngrep nisdomainname ' +
    'nix-env nltest nmblookup nmcli nmtui nohup.exe nologin notepad.exe nproc nroff nsenter nslookup nslookup.exe ' +
    'nstat ntbackup ntdsutil ntfrsutl ntpdate numfmt objcopy objdump ocamlrun odbcconf offlinescannershell ' +
    'onedrivestandaloneupdater openvt osascript pagefileconfig pam-auth-update pam_getenv pam_namespace_helper ' +
    'pam_timestamp_check partprobe pathchk pathping pcalua pcwrun pdbedit pdftex perl5.36.0 perlbug perlivp ' +
    'perlthanks pexec pg_basebackup pg_dump pg_dumpall pg_restore pgrep php-cgi php-fpm php7.4 php8.1 php8.2 piconv ' +
    'pidof pidstat pidwait ping.exe ping6 pipe_progress pivot_root pkexec pkg_add pkgin pkill pktmon pl2pm plipconfig ' +
    'plutil pmset pnputil pod2html pod2man pod2text pod2usage podchecker popmaildir powershell.exe powertop preconv ' +
    'printbrm printenv prlimit prndrvr procdump proxychains4 pscan psexec64 psftp pstree ptardiff ptargrep pvcreate ' +
    'pwconv pwhistory_helper pwncat pwunconv python2.7 python3.11 python3.12 qalter qappsrv qhold qmove qprocess ' +
    'qrerun qselect qstat quser qwinsta raidautorun rasautou rasdial rasphone rbash rc-service rc-update rdate ' +
    'rdrleakdiag readelf reagentc redcarpet redis-cli reformime regasm regedt32 regini register-cimprovider regsvcs ' +
    'regsvr32 regsvr32.exe remove-shell rename.ul rendom renice repair-bde resize2fs resizepart resolvconf resolvectl ' +
    'restorecon rfkill rgrep rlwrap rmdel rmmod rmt-tar rmuser routel rpcclient rpcinfo rpcping rpm-ostree rpm2cpio ' +
    'rpmdb rpmquery rpmverify rsyslogd rtacct rtcwake rtmon rtstat ruby3.0 run-mailcap run-parts runcon rundll32 ' +
    'rundll32.exe runexehelper runghc runscript runscripthelper runsv runsvdir runuser rustcat rview rwinsta s4cmd ' +
    'salt-call salt-cloud salt-key salt-minion salt-run salt-ssh sc.exe scanmem schtasks scriptlive scriptreplay ' +
    'scutil sdbinst sdiff secedit select-editor semanage sensible-browser sensible-editor sensible-pager sestatus ' +
    'setarch setcap setconsole setenforce setfacl setfattr setfont setkeycodes setlock setlogcons setoolkit setpriv ' +
    'setsebool setserial setsid setspn setterm setuidgid sfdisk sgdisk sha3sum showmount shred sigverif slabtop ' +
    'slapcat slattach slogin smartctl smbclient smbpasswd smbstatus smemcap snice soelim softlimit spctl sqlcmd ' +
    'sqldumper sqlps sqltoolsps ssh-add ssh-argv0 ssh-copy-id ssh-keygen ssh-keyscan sshpass sshuttle ssl_client ' +
    'start-stop-daemon stordiag streamzip sudoedit sudoreplay suexec sulogin svcadm svlogd sw_vers swaplabel swapoff ' +
    'swapon switch_root swupd syncappvpublishingserver sysctl sysdm syskey syslogd system_profiler systemctl ' +
    'systemd-analyze systemd-ask-password systemd-cat systemd-cgls systemd-cgtop systemd-creds systemd-cryptenroll ' +
    'systemd-delta systemd-detect-virt systemd-escape systemd-firstboot systemd-id128 systemd-inhibit ' +
    'systemd-machine-id-setup systemd-mount systemd-notify systemd-path systemd-repart systemd-resolve systemd-run ' +
    'systemd-socket-activate systemd-stdio-bridge systemd-sysext systemd-sysusers systemd-tmpfiles ' +
    'systemd-tty-ask-password-agent systemd-umount systempropertiesadvanced takeown tarcat taskkill tasklist32 ' +
    'taskset tasksh tclsh tcpflow tcping tcpkill tcpsvd tcptraceroute tcptrack tdbtool telinit telnetd testparm ' +
    'testwindowremoteagent tftpd timedatectl tlntadmn tload tmate torify torsocks tpmvscmgr tracefmt traceroute6 ' +
    'tracerpt tracert troff tscon tsdiscon tskill tsort tttracer ttysize tunctl tune2fs typeperf tzselect tzutil ' +
    'ubiattach ubidetach ubimkvol ubirename ubirmvol ubirsvol ubiupdatevol uclampset udhcpc udhcpc6 udhcpd udpsvd ' +
    'unalias uname unexpand unget unix2dos unix_chkpwd unix_update unlodctr unlzma unlzop unregmp2 unset unshare ' +
    'unsquashfs update-alternatives update-ca-certificates update-locale update-passwd update-rc.d update-shells ' +
    'usleep utmpdump uudecode uuencode uustat validlocale varnishncsa vconfig verclsid vgcreate vgdisplay vimdiff ' +
    'virsh visualuiaverifynative visudo vlock vmstat vsdiagnostics vshadow vsiisexelauncher vsjitdebugger vsls-agent ' +
    'vssadmin vstest.console w32tm wbadmin wbemtest wdctl wecutil wevtutil which.debianutils whiptail whoami ' +
    'whoami.exe winmgmt winrs winsat wipefs wlrmdr wscript wscript.exe wsreset wuauclt xbootmgrsleep xbps-install ' +
    'xcopy xdg-user-dir xdotool xetex xfs_admin xfs_repair xmodmap xmore xsubpp xwizard xzcat xzcmp xzdiff xzegrep ' +
    'xzfgrep xzgrep xzless xzmore ypdomainname zdiff zdump zegrep zfgrep zforce zgrep zipdetails zipfldr zipinfo ' +
    'zless zmore zpool zramctl zsoelim',
);

/** Names that are no words of everyday language, of tools that people talk about, or too short to tell. */
const SPOKEN = set(
  '7z 7za 7zr ab accessdb addgroup adduser alias amass ansible aoss apk appinstaller aptitude argocd aria2 aria2c ' +
    'arj arp arpd ascii85 ash aspell attrib autochk autoconf automake autoreconf awk axel base32 base58 base64 bash ' +
    'batcat bc bq buildah busybox bzip2 c89 c99 calc.exe certbot chcp check_log check_memory chef-client chfn chkdsk ' +
    'chmod chroot chsh chvt clamscan clang clang++ cleanmgr clisp cloudflared cls cmd cobc codesign composer ' +
    'computerdefaults conhost cowsay cpan cpgr cpio cppw crackmapexec createdb createuser crontab csh ctags ctr curl ' +
    'customshellhost dash defrag delgroup deluser devlink dig dir dirb dirname dirsearch diskpart dism dllhost dnf ' +
    'dnsd doas docker-compose docker-machine doctl domainname dos2unix dpkg dropdb dropuser dscl dsrm dtrace du efax ' +
    'eksctl elvish emacs endlocal envdir envsubst eqn erl esh espeak etcdctl eventcreate exiftool extexport facter ' +
    'feroxbuster ffmpeg ffuf findstr fink firejail flyctl frpc fsck ftp ftpd g++ gawk gcc gcloud gdb geqn getconf ' +
    'getopt getty ghc ghci gimp git gmake gobuster gofmt gpg gpgv gpic grc grep groff grog groupadd groupdel gsutil ' +
    'gtbl guix gunzip gwmi gzip h2ph h2xs hardlink hashcat helmfile hexdump hostid hostname hping3 htop httpd iconv ' +
    'id iex iexplore ifup iostat ip ip6tables ipaddr ipcalc ipcs ipfs ipkg iproute iptables irb irm irssi ispell isql ' +
    'istioctl iwmi iwr javac jcmd jdb jjs jmap jps jq jruby jshell jtag k3s keytool kmod kotlinc ksh ksu kubeadm ' +
    'kubectl kubelet kustomize latexmk launchctl ld ldd lessfile lftp libtool linode-cli lldb ln logname logread ' +
    'logrotate lpd lpq lpr ls lsfd lshw lsns lsof luajit lualatex lxc lxd lynx lz4 lzma lzop m4 mapadmin masscan mawk ' +
    'md5sum mdev mdls mesg mimikatz minikube mkdir mkdosfs mkfs mktemp mongosh mountpoint msbuild msconfig msdt ' +
    'msfconsole msfvenom msgfmt msra mstsc mtr mv mvn mypy mysqldump naabu namei nasm nawk nc ncat ncdu neofetch neqn ' +
    'net net1 netcat netplan netstat nft nftables ngen nginx nice nikto nm nmap nohup nomad notepad npm npx ntpd ntsd ' +
    'nvim nvme od openfiles openssl openvpn opkg pacman pandoc passwd pdb pdflatex perf perl5 perldoc phantomjs php ' +
    'php5 php7 pico ping pip pip3 pipx pkg pkg-config pldd pm2 pmap podman poweroff powershell pr presentationhost ' +
    'procmail proxychains ps psed psexec pspy psql ptar ptx puppet-agent pwck pwd pwdx pwsh pxz py pygmentize pypy3 ' +
    'pyright python python2 python3 qdel qmsg qpdf qrls qsig qsub radare2 rake raku rcp rdev rdma readahead readlink ' +
    'readprofile realpath reboot redis-server reg regedit restic rlogin rm rmdir rmt robocopy rpm rsync rtorrent runc ' +
    'runlevel runonce rustc rustdoc rustfmt rustscan rustup rvim s3cmd sact sash savelog sbcl sbt scalac scp ' +
    'scriptrunner scrot sed settingsynchost setx sftp sh sha1sum sha224sum sha256sum sha384sum sha512sum shadowconfig ' +
    'shasum showkey shuf skopeo slsh snapcraft socat softwareupdate sqlite3 sqlmap sqlplus ssh ssh-agent sshd sshfs ' +
    'strace stty su subfinder sudo svchost svok swiftc systeminfo tac tail tailscale tar tasklist taskmgr tbl tcpdump ' +
    'tcpreplay tcsh telnet tempfile terraform terragrunt tex tftp theharvester tic timeout tmux tput traceroute ' +
    'tshark tsql tty ucfq ucfr uevent ufw ul uncompress uniq unrar unxz unzip uptime urlget useradd userdel usermod ' +
    'utilityfunctions uucp uux valgrind vdir vdpa velero ver vi vigr vim vipw volname w3m waitfor wc websocat wfuzz ' +
    'wget wget2 whereis whois winget winrm wireshark wmic workfolders wpscan wsl wusa xargs xbootmgr xdg-open xelatex ' +
    'xpad xterm xxd xz yacc yash yum zathura zcat zcip zcmp znew zsh zstd zypper',
);

export const COMMANDS: ReadonlySet<string> = new Set([...UNSPOKEN, ...SPOKEN]);

/** Commands whose names people write in sentences. */
export const WORDS = set(
  'alpine apt ar arch assoc at aws basename bcp bg break bridge bun bundle bundler cabal cal calc call cargo cat cc ' +
    'cd chdir chef chisel chop clear cmake cmp column comm compress continue copy cp crash crc32 csc cut date dc dd ' +
    'debconf declare del deno df dialog diff docker dot dotnet echo ed env eval ex exec exit expand expect export ' +
    'expr factor fc fetch fg file find finger fish flock fmt fold free fsync fzf gem genie getopts gnuplot go groups ' +
    'halt hd head helm heroku history host httpie hydra info init install ipython java jobs joe john join jsc julia ' +
    'kill killall last less let link local locale locate logger login logoff look lp lua mail make man md mmc more ' +
    'mosquitto mount move msedge mutt mysql nano nl node nodejs octave open parted paste patch pax pdf perl pic pop ' +
    'popd posh print printf prove pry puppet pushd pypy query rc rclone rd read readonly red redis relog rename ' +
    'replace reset resize return rev route ruby run runas sc screen script select sendmail seq service set sg shadow ' +
    'shift shutdown sleep snap socket sort source spawn split ss start stat strings strip sum sync systemd tail talk ' +
    'task tee test time times top touch tr trap tree truncate ts-node tsc tsx type typeset ul ulimit umask umount ' +
    'unlink users vagrant vbc view vol volatility volume w wait wall watch whatis where which while who winword wish ' +
    'write wt yarn yelp zed zip',
);

/** Commands that run another one, given as their argument. */
export const WRAPPERS = set(
  'sudo nohup time env exec command nice strace ltrace timeout eval builtin busybox xargs watch setsid stdbuf ' +
    'unshare doas chrt ionice taskset then do else',
);
