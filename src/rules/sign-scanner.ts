/**
 * Looks for all signs of some owners in one pass: words of ASCII, in upper or lower case. It changes nothing but time, for
 * an owner who has nothing to do with a text in which none of its signs stands.
 *
 * The words become one automaton (Aho and Corasick), a table by state and character, in which the states that end a word
 * come last.
 */
export class SignScanner {
  /** By character, its column in the table: 0 for all that stand in no sign. */
  private readonly columns: Uint8Array;
  private readonly width: number;
  /** By state and column, where the next state's row begins. */
  private readonly rows: Uint32Array;
  /** Where the row of the first state begins that ends a sign. */
  private readonly firstEnd: number;
  /** The owners of the signs that a state ends. */
  private readonly owners: Int32Array;

  /** @param signs those of each owner, in lower case; at most 31 owners */
  constructor(signs: readonly (readonly string[])[]) {
    const states = statesOf(signs);
    const letters = [...new Set(signs.flat().join(""))];
    this.columns = columnsOf(letters);
    this.width = letters.length + 1;
    const ordered = [...states.filter(({ owners }) => owners === 0), ...states.filter(({ owners }) => owners !== 0)];
    const rowOf = new Map(ordered.map((state, index) => [state, index * this.width]));
    this.rows = Uint32Array.from(
      ordered.flatMap((state) => ["", ...letters].map((letter) => rowOf.get(follow(state, letter)) ?? 0)),
    );
    this.firstEnd = states.filter(({ owners }) => owners === 0).length * this.width;
    this.owners = Int32Array.from(ordered, ({ owners }) => owners);
  }

  /** A number in which the bit of each owner is set one of whose signs stands in a text; the first owner's is the lowest. */
  ownersIn(text: string): number {
    const { columns, rows, firstEnd } = this;
    let found = 0;
    let row = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      row = rows[row + (columns[code < 128 ? code : likeLetter(code)] ?? 0)] ?? 0;
      if (row >= firstEnd) found |= this.owners[row / this.width] ?? 0;
    }
    return found;
  }
}

/** What has been read of some signs: the longest end of a text that one of them begins with. */
interface State {
  readonly next: Map<string, State>;
  /** The state of the next shorter end; undefined where nothing has been read. */
  shorter: State | undefined;
  /** A bit for each owner of a sign that ends here. */
  owners: number;
}

function statesOf(signs: readonly (readonly string[])[]): State[] {
  const root: State = { next: new Map(), shorter: undefined, owners: 0 };
  for (const [owner, words] of signs.entries()) {
    for (const word of words) {
      let state = root;
      for (const letter of word) {
        const next = state.next.get(letter) ?? { next: new Map(), shorter: root, owners: 0 };
        state.next.set(letter, next);
        state = next;
      }
      state.owners |= 1 << owner;
    }
  }
  const states = [root];
  // The list grows: shorter ends come before longer ones.
  for (const state of states) {
    for (const [letter, next] of state.next) {
      next.shorter = state.shorter ? follow(state.shorter, letter) : root;
      next.owners |= next.shorter.owners;
      states.push(next);
    }
  }
  return states;
}

function follow(state: State, letter: string): State {
  const next = state.next.get(letter);
  if (next) return next;
  return state.shorter ? follow(state.shorter, letter) : state;
}

function columnsOf(letters: readonly string[]): Uint8Array {
  const columns = new Uint8Array(128);
  for (const [index, letter] of letters.entries()) {
    columns[letter.charCodeAt(0)] = index + 1;
    if (letter >= "a" && letter <= "z") columns[letter.charCodeAt(0) - 32] = index + 1;
  }
  return columns;
}

/** The two letters beyond ASCII that some patterns take for one of it in another case: ſ and the sign for kelvins. */
function likeLetter(code: number): number {
  if (code === 0x17f) return 115;
  return code === 0x212a ? 107 : 0;
}
