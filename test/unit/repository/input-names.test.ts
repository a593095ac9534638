import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Action {
  readonly inputs?: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
}

const actions = join(import.meta.dirname, '..', '..', '..', 'actions');

// The runner sends a default as if the user had written it, so that the other name could only contradict it.
test.each(readdirSync(actions))('%s: an input that has another name has no default in action.yml', (name) => {
  const { inputs = {} } = parse(readFileSync(join(actions, name, 'action.yml'), 'utf8')) as Action;
  const doubled = Object.values(inputs).flatMap(({ description }) => {
    const [, own] = /^Another name of `([\w-]+)`/.exec(description) ?? [];
    return own === undefined ? [] : [own];
  });
  expect(doubled.filter((own) => (inputs[own]?.default ?? '') !== '')).toEqual([]);
});
