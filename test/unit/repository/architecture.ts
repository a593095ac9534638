import { posix } from 'node:path';
import { accessesOf, callsGlobal, importsOf, type SourceFile } from './source.ts';

/**
 * Which packages a package stands on. Arrows only point down; what a package may import is all that can be reached
 * from it. `errors` may be imported by all.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  undici: [],
  derivations: [],
  http: ['errors'],
  runner: ['errors'],
  audit: ['http'],
  step: ['audit', 'http', 'runner'],
  'github-identity': ['http'],
  'identity-step': ['github-identity', 'step'],
  'vault-client': ['http'],
  federation: ['http', 'github-identity', 'vault-client'],
  'mask-set': ['derivations'],
  'leak-engine': ['derivations'],
  'github-api': ['http'],
  'actions-logs': ['github-api'],
  'workflow-graph': [],
  separation: ['workflow-graph'],
};

/** Modules that one package alone may import. */
const owners: Readonly<Record<string, string>> = {
  '@actions/core': 'runner',
  '@actions/exec': 'runner',
  '@actions/github': 'github-api',
  'node:http': 'http',
  'node:https': 'http',
  'node:http2': 'http',
  'node:net': 'http',
  'node:tls': 'http',
  undici: 'undici',
};

/** Packages that compute only: no file, no process, no network. */
const pure = new Set(['errors', 'derivations', 'mask-set', 'workflow-graph', 'separation']);
const pureBuiltins = new Set(['node:buffer', 'node:crypto', 'node:path', 'node:util', 'node:zlib']);

/** All packages that can be reached from one, itself left out. */
export function reachable(from: string, table = arrows): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (name: string): void => {
    for (const next of table[name] ?? []) {
      if (!found.has(next)) {
        found.add(next);
        follow(next);
      }
    }
  };
  follow(from);
  return found;
}

/** What a source file of a package or an action imports against the rules; `declared` is its package's dependencies. */
export function importFaults(file: SourceFile, declared: ReadonlySet<string>): string[] {
  return importsOf(file).flatMap((specifier) => {
    const fault = importFault(file.path, specifier, declared);
    return fault === undefined ? [] : [`${file.path}: ${specifier}: ${fault}`];
  });
}

function importFault(path: string, specifier: string, declared: ReadonlySet<string>): string | undefined {
  const [kind = '', name = ''] = path.split('/');
  if (specifier.startsWith('.')) {
    const inside = posix.join(posix.dirname(path), specifier).startsWith(`${kind}/${name}/`);
    return inside ? undefined : 'leaves its package; import the other by its name';
  }
  const module = moduleOf(specifier);
  const owner = owners[module];
  if (owner !== undefined && !(kind === 'packages' && name === owner))
    return `only packages/${owner} may import it`;
  if (module.startsWith('node:')) {
    return kind === 'packages' && pure.has(name) && !pureBuiltins.has(module)
      ? 'this package is pure'
      : undefined;
  }
  if (!declared.has(module)) return 'is not among the dependencies of its package.json';
  return directionFault(kind, name, module);
}

function directionFault(kind: string, name: string, module: string): string | undefined {
  if (!module.startsWith('@sallyport/')) return undefined;
  const target = module.slice('@sallyport/'.length);
  if (target.startsWith('action-')) return 'an action is imported by nobody';
  if (kind === 'actions' || target === 'errors' || reachable(name).has(target)) return undefined;
  return `packages/${name} does not stand on packages/${target}`;
}

/** `@scope/name/deep` is module `@scope/name`; builtins are known by their `node:` name, with or without it. */
function moduleOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier.split('/')[0] ?? specifier;
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
  return ['http', 'https', 'http2', 'net', 'tls'].includes(name) ? `node:${name}` : name;
}

const ambient = new Set(['argv', 'cwd', 'env', 'exit', 'exitCode', 'stderr', 'stdin', 'stdout']);
/** Files outside `runner` that may name the runner's variables in what they are handed, each with the reason. */
export const readers: Readonly<Record<string, string>> = {
  'packages/github-identity/src/run-facts.ts':
    "the job's side of every comparison with the token; a caller elsewhere builds `RunFacts` itself",
};

const inStep = new Set(['step', 'identity-step']);
const runnerVariable = /^(ACTIONS|GITHUB|INPUT|RUNNER)_[A-Z0-9_]+$/;

/**
 * Where a package takes from the process or the runner what must come in as a parameter. A text that only names a
 * variable, such as a remedy, is no reading; `env.GITHUB_SHA` is, whatever `env` is. `runner` alone is exempt; `step` and
 * `identity-step`, which stand on it and on which only actions stand, may read the runner's variables from what they
 * are handed.
 */
export function ambienceFaults(file: SourceFile): string[] {
  const [kind, name] = file.path.split('/');
  if (kind !== 'packages' || name === 'runner') return [];
  const imported = importsOf(file).filter((specifier) => /^(node:)?process$/.test(specifier));
  return [
    ...(callsGlobal(file, 'fetch') ? [`${file.path}: calls the global fetch`] : []),
    ...imported.map((specifier) => `${file.path}: imports ${specifier}`),
    ...accessesOf(file)
      .filter(
        ({ object, property }) =>
          (/^(globalThis\.)?process$/.test(object) && ambient.has(property)) ||
          (object === 'globalThis' && property === 'fetch') ||
          (runnerVariable.test(property) && !inStep.has(name ?? '') && !Object.hasOwn(readers, file.path)),
      )
      .map(
        ({ object, property }) =>
          `${file.path}: reads ${property} of ${object === '' ? 'a parameter' : object}`,
      ),
  ];
}
