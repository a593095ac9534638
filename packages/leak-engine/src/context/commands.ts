/** Command lines that take a credential without naming it, and where in them it is. */
interface CommandForm {
  readonly id: string;
  /** What the prefilter looks for (case ignored). */
  readonly anchor: string;
  /** Tried on the rest of the line, at most `longestCommand` characters, from the anchor on; group 1 is the credential. */
  readonly pattern: RegExp;
}

export const longestCommand = 512;

const bare = `([^\\s"'|&;<>]{8,128})`;
const word = `["']?${bare}`;
const between = `[^\\n|&;]{0,256}?`;

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
