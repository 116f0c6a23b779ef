/**
 * What stands right after the name of a program that is many programs in one, from the programs' own manuals. Such a word
 * makes a command line of a name that people also write in sentences.
 */
const TABLE: Readonly<Record<string, string>> = {
  docker:
    'ps run exec build pull push images inspect logs rm rmi stop start kill cp compose volume network swarm login info version system container image save load commit tag',
  'docker-compose': 'up down run exec build logs ps pull start stop restart config',
  podman: 'ps run exec build pull push images inspect logs rm rmi stop start kill cp pod volume',
  git: 'clone pull push checkout commit log show diff config init fetch reset rebase remote submodule archive status add stash branch merge grep apply am cat-file daemon',
  svn: 'co checkout export ls cat up update commit info log',
  hg: 'clone pull push init log',
  kubectl:
    'get describe apply delete exec logs run create port-forward cp proxy config edit scale rollout auth top explain drain cluster-info',
  oc: 'get describe apply delete exec logs run create login rsh',
  helm: 'install upgrade list repo uninstall template',
  minikube: 'start stop ssh delete',
  npm: 'install i ci run exec publish uninstall audit update init link config test start ls explore pack',
  npx: 'create-react-app cowsay -y',
  yarn: 'add install run dlx global remove',
  pnpm: 'add install run dlx exec',
  bun: 'add install run x',
  pip: 'install download uninstall freeze list show config wheel',
  pip3: 'install download uninstall freeze list show config wheel',
  pipx: 'install run list',
  conda: 'install create run list',
  apt: 'install update upgrade remove purge download source autoremove list search full-upgrade',
  'apt-get': 'install update upgrade remove purge download source dist-upgrade autoremove changelog clean',
  aptitude: 'install update upgrade remove search',
  yum: 'install update remove search provides localinstall list makecache',
  dnf: 'install update remove search provides list makecache',
  apk: 'add del update upgrade fetch search',
  brew: 'install uninstall upgrade list update',
  snap: 'install remove list run',
  zypper: 'install in search update',
  gem: 'install list fetch open build push',
  cargo: 'install run build',
  go: 'install get build generate',
  composer: 'require install update create-project global exec',
  bundle: 'exec install',
  bundler: 'exec install help',
  terraform: 'plan apply init destroy show output state console import',
  vagrant: 'up ssh halt destroy',
  ansible: 'all localhost webservers servers',
  'ansible-galaxy': 'collection install role',
  history: '-c -w',
  kill: '-9 -kill',
  ps: 'aux auxw auxww -ef -aux',
  systemctl: 'start stop restart status enable disable daemon-reload list-units reload is-active mask poweroff reboot',
  service: '--status-all',
  aws: 's3 s3api ec2 sts iam lambda ssm configure secretsmanager rds ecs eks dynamodb cloudformation logs sqs sns kms',
  gcloud: 'auth config compute projects secrets storage functions container iam run sql',
  az: 'login vm account ad storage keyvault group',
  gsutil: 'ls cp cat mb rb',
  heroku: 'run config logs',
  chef: 'report generate exec env gem shell-init',
  puppet: 'apply agent resource module',
  salt: 'call cmd.run test.ping',
  cscli: 'alerts decisions hub bouncers machines collections',
  net: 'user users localgroup group use view share start stop accounts session config time statistics',
  sc: 'create query start stop delete config qc sdshow',
  reg: 'add query delete save export import load',
  wmic: 'process os path useraccount product service computersystem logicaldisk nic bios cpu qfe group share startup',
  netsh: 'advfirewall wlan interface firewall int trace winhttp',
  ip: 'a addr address route link neigh rule netns r l n',
  'redis-cli': 'info get set config keys flushall eval monitor',
  openssl: 'enc s_client s_server version x509 req genrsa rand dgst passwd',
  rclone: 'copy ls sync serve',
  dotnet: 'run build fsi',
  php: 'artisan',
  crontab: '-l -e -r',
  http: 'get post',
  flask: 'run shell',
  rails: 'runner console',
};

const SETS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(TABLE).map(([name, words]) => [name, new Set(words.split(' '))]),
);

/** Whether `word` is a subcommand of the program `name`. */
export const isSubcommand = (name: string, word: string): boolean => SETS.get(name)?.has(word) ?? false;

export const PROGRAMS_OF_MANY: readonly string[] = [...SETS.keys()];
