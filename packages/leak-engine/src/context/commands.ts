/** Command lines that take a credential without naming it, and where in them it is. */
interface CommandForm {
  readonly id: string;
  /** What the prefilter looks for (case ignored). */
  readonly anchor: string;
  /** Tried on the rest of the line, at most `longestCommand` characters, from the anchor on; group 1 is the credential. */
  readonly pattern: RegExp;
  /** Whether the credential stands some lines below. */
  readonly spansLines?: true;
}

export const longestCommand = 512;

const bare = `([^\\s"'|&;<>]{8,128})`;
const word = `["']?${bare}`;
const between = `[^\\n|&;]{0,256}?`;

/** A word that goes into the standard input of what asks for a password. */
const piped = `${word}["']? ?\\|[^\\n|]{0,128}(?:--password-stdin|--with-token|sudo -S|sudo --stdin|passwd --stdin|login)`;

const secretName =
  '[\\w-]{0,64}?(?:token|secret|passw(?:or)?d|api_?key|access_?key|private_?key|credential)[\\w-]{0,64}';

export const commandForms: readonly CommandForm[] = [
  { id: 'sshpass', anchor: 'sshpass', pattern: new RegExp(`^sshpass -p ?${word}`) },
  { id: 'mysql', anchor: 'mysql', pattern: new RegExp(`^mysql(?:dump|admin)?${between} -p${word}`) },
  {
    id: 'curl',
    anchor: 'curl ',
    pattern: new RegExp(`^curl${between}(?: -u ?| --user[ =])["']?[^\\s:"']{1,64}:${bare}`),
  },
  { id: 'login', anchor: ' login ', pattern: new RegExp(`^ login ${between} -p[ =]${word}`) },
  { id: 'twine', anchor: 'twine upload', pattern: new RegExp(`^twine upload${between} -p[ =]${word}`) },
  { id: 'nuget', anchor: 'nuget push', pattern: new RegExp(`^nuget push${between} -k[ =]${word}`) },
  { id: 'redis-cli', anchor: 'redis-cli', pattern: new RegExp(`^redis-cli${between} -a ${word}`) },
  {
    id: 'mongo',
    anchor: 'mongo',
    pattern: new RegExp(`^mongo(?:sh|dump|restore|export|import)?${between} -p[ =]?${word}`),
  },
  { id: 'sqlcmd', anchor: 'sqlcmd ', pattern: new RegExp(`^sqlcmd${between} -P ?${word}`) },
  {
    id: 'sqlplus',
    anchor: 'sqlplus ',
    pattern: /^sqlplus (?:-\w{1,8} ){0,3}["']?[\w.]{1,32}\/["']?([^\s"'@/]{8,128})["']?@/,
  },
  {
    id: 'ldap',
    anchor: 'ldap',
    pattern: new RegExp(`^ldap(?:search|add|modify|delete|passwd|whoami)${between} -w ?${word}`),
  },
  { id: 'unzip', anchor: 'zip -p', pattern: new RegExp(`^zip -P ?${word}`) },
  { id: '7z', anchor: '7z', pattern: new RegExp(`^7z[ar]? [a-z]\\b${between} -p${word}`) },
  {
    id: 'net use',
    anchor: 'net use ',
    pattern: new RegExp(`^net use${between} /user:\\S{1,64} ${word}`, 'i'),
  },
  { id: 'npm', anchor: ':_authtoken ', pattern: new RegExp(`^:_authToken ${word}`) },
  { id: 'pipe', anchor: 'echo ', pattern: new RegExp(`^echo (?:-n )?${piped}`) },
  {
    id: 'pipe',
    anchor: 'printf ',
    pattern: new RegExp(`^printf (?:'%s(?:\\\\n)?' |"%s(?:\\\\n)?" |%s )?${piped}`),
  },
  {
    id: 'chpasswd',
    anchor: 'echo ',
    pattern: /^echo ["']?[\w.-]{1,32}:([^\s"':|]{8,128})["']? ?\| ?(?:sudo )?chpasswd/,
  },
  { id: 'pgpass', anchor: ':5432:', pattern: /^:5432:[\w.*-]{1,64}:[\w.*-]{1,64}:([^\s:]{8,128})$/ },
  {
    id: 'jenkins',
    anchor: 'proceed to installation:',
    pattern: /^proceed to installation:\s{1,8}([0-9a-f]{32})\s/i,
    spansLines: true,
  },
  { id: 'openssl', anchor: 'pass:', pattern: new RegExp(`^pass:${bare}`) },
  { id: 'sql', anchor: 'identified by', pattern: /^identified by (?:password )?["']([^"'\n]{8,128})["']/i },
  { id: 'sql', anchor: "password '", pattern: /^password '([^'\n]{8,128})'/i },
  { id: 'netrc', anchor: 'password ', pattern: /^password (?=[^\s"']{0,127}[^a-z\s"'])([^\s"']{8,128})/ },
  // The runner's own commands, when a shell traces them or debugging prints them.
  { id: 'add-mask', anchor: '::add-mask::', pattern: /^::add-mask::([^\s"']{8,256})/ },
  {
    id: 'set-output',
    anchor: '::set-output name=',
    pattern: new RegExp(`^::set-output name=${secretName}::${bare}`, 'i'),
  },
  {
    id: 'set-env',
    anchor: '::set-env name=',
    pattern: new RegExp(`^::set-env name=${secretName}::${bare}`, 'i'),
  },
];
