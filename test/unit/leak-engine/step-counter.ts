// A backtracking matcher for the patterns of rules that counts its steps: what V8 may do in the worst case, measured
// without a clock. It knows only what rules may use; anything else is an error.

interface SetNode {
  readonly kind: 'set';
  readonly allows: (code: number) => boolean;
  readonly min: number;
  readonly max: number;
}

interface GroupNode {
  readonly kind: 'group';
  readonly options: readonly (readonly Node[])[];
  readonly optional: boolean;
  readonly negative: boolean;
}

type Node = SetNode | GroupNode;

class PatternParser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): readonly (readonly Node[])[] {
    const options = this.#alternatives();
    if (this.#at !== this.#source.length) throw new SyntaxError(`unread: ${this.#source.slice(this.#at)}`);
    return options;
  }

  #alternatives(): Node[][] {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options;
  }

  #sequence(): Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at)))
      nodes.push(this.#node());
    return nodes;
  }

  #node(): Node {
    if (this.#take('(')) return this.#group();
    const allows = this.#take('[') ? this.#class() : this.#single();
    return { kind: 'set', allows, ...this.#counts() };
  }

  #group(): GroupNode {
    const negative = this.#take('?!');
    if (!negative) this.#take('?:');
    const options = this.#alternatives();
    if (!this.#take(')')) throw new SyntaxError('a group without end');
    const optional = this.#take('?');
    if (/^[*+{]/.test(this.#source.slice(this.#at))) throw new SyntaxError('a repeated group');
    return { kind: 'group', options, negative, optional };
  }

  #counts(): { min: number; max: number } {
    const found = /^\{(\d+)(?:,(\d+))?\}/.exec(this.#source.slice(this.#at));
    if (found !== null) {
      this.#at += found[0].length;
      return { min: Number(found[1]), max: Number(found[2] ?? found[1]) };
    }
    if (this.#take('?')) return { min: 0, max: 1 };
    if (/^[*+{]/.test(this.#source.slice(this.#at))) throw new SyntaxError('an unbounded quantifier');
    return { min: 1, max: 1 };
  }

  #code(): number {
    this.#take('\\');
    const code = this.#source.charCodeAt(this.#at);
    this.#at += 1;
    return code;
  }

  #single(): (code: number) => boolean {
    const digit = this.#source.startsWith('\\d', this.#at);
    const wanted = this.#code();
    return digit ? (code) => code >= 48 && code <= 57 : (code) => code === wanted;
  }

  #class(): (code: number) => boolean {
    const allowed = new Set<number>();
    while (!this.#take(']')) {
      const from = this.#code();
      const isRange = this.#source.charAt(this.#at) === '-' && this.#source.charAt(this.#at + 1) !== ']';
      if (isRange) this.#at += 1;
      const to = isRange ? this.#code() : from;
      for (let code = from; code <= to; code += 1) allowed.add(code);
    }
    return (code) => allowed.has(code);
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

/** Stands in for a rule's sticky pattern: same answers, and the number of characters it looked at. */
export class StepCounter {
  readonly source: string;
  readonly flags = 'y';
  lastIndex = 0;
  steps = 0;
  readonly #options: readonly (readonly Node[])[];

  constructor(pattern: RegExp) {
    this.source = pattern.source;
    this.#options = new PatternParser(pattern.source).parse();
  }

  /** The match at `lastIndex` as `RegExp.exec` would give it, without groups. */
  exec(text: string): [string] | null {
    const start = this.lastIndex;
    for (const option of this.#options) {
      const end = this.#match(option, 0, text, start, (at) => at);
      if (end >= 0) return [text.slice(start, end)];
    }
    return null;
  }

  #match(
    nodes: readonly Node[],
    index: number,
    text: string,
    at: number,
    then: (at: number) => number,
  ): number {
    const node = nodes[index];
    if (node === undefined) return then(at);
    const rest = (next: number): number => this.#match(nodes, index + 1, text, next, then);
    return node.kind === 'set'
      ? this.#matchSet(node, text, at, rest)
      : this.#matchGroup(node, text, at, rest);
  }

  #matchSet(node: SetNode, text: string, at: number, rest: (at: number) => number): number {
    let count = 0;
    while (count < node.max) {
      this.steps += 1;
      if (at + count >= text.length || !node.allows(text.charCodeAt(at + count))) break;
      count += 1;
    }
    for (; count >= node.min; count -= 1) {
      const end = rest(at + count);
      if (end >= 0) return end;
    }
    return -1;
  }

  #matchGroup(node: GroupNode, text: string, at: number, rest: (at: number) => number): number {
    if (node.negative) {
      const found = node.options.some((option) => this.#match(option, 0, text, at, (end) => end) >= 0);
      return found ? -1 : rest(at);
    }
    for (const option of node.options) {
      const end = this.#match(option, 0, text, at, rest);
      if (end >= 0) return end;
    }
    return node.optional ? rest(at) : -1;
  }
}
