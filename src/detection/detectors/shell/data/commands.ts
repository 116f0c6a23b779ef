const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').filter(Boolean));

/** Commands whose names are no words of everyday language. From the manuals of GNU/Linux, BSD and Windows. */
export const COMMANDS = set(
  '7z 7za 7zr ab acroread agetty alias ansible ansible-config ansible-playbook apk apt-get aptitude aria2c arj arp ash aspell awk axel ' +
    'base32 base58 base64 basenc bash batcat bcdboot bcdedit bconsole bpftrace bsdcat bsdiff bsdtar bunzip2 busctl busybox bzcat bzip2 c89 c99 ' +
    'capsh cdist certbot certutil check_by_ssh chattr chef-shell chflags chmod chown chpasswd chroot chsh clang cmd cmd.exe cobc codesign composer cowsay cpan cpio ' +
    'cpulimit crontab csh cscli csplit csvtool ctr curl cygpath dash debugfs dhclient dig dir dmesg dmidecode dmsetup dnf docker-compose dosbox doas dpkg du ' +
    'easy_install ebtables efax egrep elvish emacs esh espeak ethtool exiftool facter fdisk ffmpeg fgrep fsutil ftp gawk gcc gcloud gdb getcap getent ghc ghci gimp ' +
    'ginsh git glxgears gmake gpasswd gpg grep gtester gunzip gzcat gzexe gzip hexdump hostname hping3 htop iconv id ifconfig iftop ifup iex iexplore ionice ip ipconfig ipmitool iptables irb irssi ispell ' +
    ' javac jexec jjs journalctl jq jrunscript jshell kmod ksh ksshell kubectl ld ldapsearch ldconfig lftp ln logsave losetup ls lsattr lsb_release lscpu lshw lsmod lsof lspci lsusb ltrace lwp-request lxc lynx lz4 lzcat lzma ' +
    'mawk mkdir mkfifo mknod mkpasswd mlocate modprobe mshta msiexec msgfilter mtr mv mysqladmin mysqldump nasm nawk nc ncat neofetch net net1 netcat netplan netsh netstat nft nginx nice nmap nohup npm npx nroff nsenter nslookup nstat ' +
    ' od openssl openvpn passwd pdb pdftex perf perl5 pgrep phantomjs php php5 php7 php-cgi pico pidof pidstat ping ping6 pip pip3 pipx pkexec pkg pkill pm2 poweroff powershell powershell.exe pwsh pr printenv ps psed psftp psql ptargrep ptx pwd pxz py python python2 python3 ' +
    'rake raku rcp readelf readlink reboot rlogin rlwrap rm rmdir rmt rmuser rpm rpmdb rpmquery rpmverify rsync rtorrent rundll32 rvim rview sash schtasks scp scrot sed setarch setfacl setsid sftp sh sha1sum sha256sum shasum shred shuf sshd slsh smbclient ' +
    ' socat soelim sqlite3 sqlmap ssh ssh-keygen ssh-keyscan sshpass strace stty su sudo suexec sysctl systemctl systeminfo tac tail tailscale tar tasklist taskkill taskset tbl tclsh tcpdump tcping tcptraceroute tcsh telnet terraform tex tftp tic timedatectl timeout tmate tmux traceroute troff tshark tty ' +
    'ul uname unalias uncompress unexpand uniq unlzma unrar unset unshare unxz unzip update-alternatives uptime useradd userdel usermod uudecode uuencode vdir vi vigr vim vimdiff vipw virsh visudo vmstat w3m wc wget wget2 wevtutil whiptail whoami whois wireshark wmic wscript wsl xargs xcopy xdg-open xdotool xelatex xetex xmodmap xmore xpad xterm xxd xz xzcat yash yum zathura zcat zdiff zgrep zipinfo zless zmore zsh zsoelim zstd zypper ' +
    'get-process get-childitem get-content get-wmiobject invoke-expression invoke-webrequest invoke-command iwr irm start-process new-object out-file ver ipfs tracert arping rasdial reg regsvr32 bitsadmin cscript cacls icacls attrib diskpart regedit iwmi gwmi msbuild installutil wuauclt forfiles tracert getmac driverquery lastlog lastb faillog chef-client visudo nbtstat pathping qwinsta quser sc.exe vssadmin bcdedit.exe ping.exe whoami.exe calc.exe notepad.exe',
);

/** Commands whose names people write in sentences. */
export const WORDS = set(
  'ex nano less node view who script screen zip split service replace rename locale wall wish yarn yelp genie gem go fish finger julia octave ruby puppet dialog diff rc ss pic ar shadow snap spawn strings top volatility mosquitto bridge sleep docker perl java calc lua env expr tee time vagrant mysql ' +
    'apt at cat cc cd chop column comm copy cp crash cut date dd del df echo ed eval exec exit export expect file find fold free fmt head history host info install join jobs kill killall last link local logger login look mail make man mount mail more mutt move nl open paste patch pdf pop print printf pry read red reset rev run screen select set shutdown sort source start tail task test time touch tr trap type ul ulimit umount unlink users view volume wait watch which while whatis write zed expand factor groups halt init lp stat sum sync rd md call',
);

/** Commands that run another one, given as their argument. */
export const WRAPPERS = set(
  'sudo nohup time env exec command nice strace ltrace timeout eval builtin busybox xargs watch setsid stdbuf unshare doas chrt ionice taskset then do else',
);
