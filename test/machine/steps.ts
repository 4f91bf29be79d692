/** What may happen to a page: the steps of the machine, each with all that it depends on, so that it can be played again. */
import fc from 'fast-check';
import { formOf, type Played } from './audit.js';
import { MINUTE, RESPONSES, type Scenario } from './fxa-double.js';
import { SPOTS, type Game } from './game.js';
import { ADDRESSES } from './oracle.js';
import { build, copy, inputOf, inputsOf, putForm, setAttribute, takeForm } from './elements.js';
import {
  authorForm,
  change,
  formChange,
  hiddenInput,
  linkChange,
  oneOf,
  PARAMETERS,
  query,
  start,
  value,
} from './values.js';

/** The most elements in one game. */
const CROWD = 6;

class Step implements fc.AsyncCommand<Game, Game> {
  static played = 0;
  readonly #name: string;
  readonly #applies: (game: Readonly<Game>) => boolean;
  readonly #play: (game: Game) => unknown;

  constructor(name: string, applies: (game: Readonly<Game>) => boolean, play: (game: Game) => unknown) {
    this.#name = name;
    this.#applies = applies;
    this.#play = play;
  }

  check(game: Readonly<Game>): boolean {
    return this.#applies(game);
  }

  run(_model: Game, game: Game): Promise<void> {
    Step.played++;
    return game.step(this.#name, () => this.#play(game));
  }

  toString(): string {
    return this.#name;
  }
}

/** How many steps were played so far. */
export const stepsPlayed = (): number => Step.played;

type Matches = (played: Played) => boolean;
const isThere: Matches = ({ element }) => element.isConnected;
const isForm: Matches = (played) => isThere(played) && played.kind !== 'link';
const isLink: Matches = (played) => isThere(played) && played.kind === 'link';
const isAny: Matches = () => true;

const spot = fc.constantFrom(...SPOTS);
const pick = fc.nat(CROWD - 1);
/** A step that needs no element. */
function onPage<T>(
  name: string,
  argument: fc.Arbitrary<T>,
  play: (game: Game, argument: T) => unknown,
  applies: (game: Readonly<Game>) => boolean = () => true,
) {
  return argument.map(
    (one) => new Step(`${name}(${JSON.stringify(one)})`, applies, (game) => play(game, one)),
  );
}

/** A step with one of the elements that match; there has to be one. */
function onElement<T>(
  name: string,
  matches: Matches,
  argument: fc.Arbitrary<T>,
  play: (game: Game, played: Played, argument: T) => unknown,
) {
  return fc.tuple(pick, argument).map(([index, one]) => {
    const found = (game: Readonly<Game>) => {
      const all = game.played.filter(matches);
      return all[index % all.length];
    };
    const applies = (game: Readonly<Game>) => found(game) !== undefined;
    return new Step(`${name}(${JSON.stringify([index, one])})`, applies, (game) => {
      const played = found(game);
      if (played) play(game, played, one);
    });
  });
}

const none = fc.constant(null);
const hasRoom = (game: Readonly<Game>) => game.played.length < CROWD;
const scenario: fc.Arbitrary<Scenario> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('hold' as const) },
  { weight: 1, arbitrary: fc.constant('refused' as const) },
  { weight: 3, arbitrary: fc.constantFrom(...RESPONSES) },
);
const moment = fc.constantFrom(10, 1_000, 11_000, 31_000, 90 * MINUTE, 118 * MINUTE, 3 * 60 * MINUTE);
const property = fc.tuple(
  fc.constantFrom(...PARAMETERS, 'metrics', 'service'),
  fc.constantFrom('a', 'b', 'on', 'off', '', null, undefined, 7),
);

const pointerDown = (target: Element | null) =>
  target?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
const targetOf = (played: Played) =>
  played.kind === 'link' ? played.element.querySelector('a') : fieldOf(played);

function fieldOf(played: Played): HTMLInputElement {
  const field = formOf(played).querySelector<HTMLInputElement>('input[type=email]');
  if (!field) throw new Error('There is no field');
  return field;
}

/** Every step there is. */
export const steps: fc.Arbitrary<fc.AsyncCommand<Game, Game>>[] = [
  onPage(
    'insert',
    fc.tuple(start, spot),
    (game, [spec, to]) => {
      game.put(build(game, spec), to);
    },
    hasRoom,
  ),
  onElement('move', isAny, spot, (game, played, to) => {
    game.put(played, to);
  }),
  onElement('bounce', isThere, spot, (game, played, to) => {
    game.bounce(played, to);
  }),
  onElement('remove', isThere, none, (_, { element }) => {
    element.remove();
  }),
  onElement('change', isAny, fc.array(change, { minLength: 1, maxLength: 3 }), (game, played, changes) => {
    for (const one of changes) setAttribute(played, one, game.origin);
  }),
  onElement('consent', isAny, oneOf('metrics', 'on', 'off', 'pending'), (game, played, one) => {
    setAttribute(played, one, game.origin);
  }),
  onElement('changeForm', isForm, formChange, (game, played, one) => {
    setAttribute(played, one, game.origin);
  }),
  onElement('changeLink', isLink, linkChange, (game, played, one) => {
    setAttribute(played, one, game.origin);
  }),
  onElement('setProperty', isAny, property, (_, { element, values }, [name, to]) => {
    const camelCase = name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    Reflect.set(element, camelCase, to);
    values.set(name, String(to ?? ''));
  }),
  onElement('addHidden', isForm, hiddenInput, (_, played, one) => {
    const loose = one.loose || played.kind === 'drawn';
    (loose ? played.element : formOf(played)).append(inputOf(one));
    const known = { ...one, loose };
    const at = loose ? played.hidden.length : played.hidden.filter((other) => !other.loose).length;
    played.hidden.splice(at, 0, known);
  }),
  onElement(
    'changeHidden',
    (played) => isForm(played) && played.hidden.length > 0,
    fc.option(value),
    (_, played, to) => {
      const [input] = inputsOf(played);
      const [first, ...others] = played.hidden;
      if (!input || !first) throw new Error('There is no hidden input');
      if (to === null) input.remove();
      else input.value = to;
      played.hidden = to === null ? others : [{ ...first, value: to }, ...others];
    },
  ),
  onElement('putForm', (played) => isForm(played) && !played.attributes.has('action'), authorForm, putForm),
  onElement(
    'takeForm',
    (played) => isForm(played) && played.kind === 'author',
    none,
    (_, played) => {
      takeForm(played);
    },
  ),
  onElement('type', isForm, fc.constantFrom(...Object.keys(ADDRESSES)), (_, played, address) => {
    const field = fieldOf(played);
    field.value = address;
    played.typed = address;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }),
  onElement('use', isThere, none, (_, played) => {
    targetOf(played)?.focus();
    pointerDown(targetOf(played));
  }),
  onElement('submit', isForm, fc.constantFrom('by button', 'by element', 'by form'), (game, played, how) => {
    const form = formOf(played);
    const press = () => {
      if (how === 'by button') form.querySelector('button')?.click();
      else if (how === 'by form') form.requestSubmit();
      else (played.element as HTMLElementTagNameMap['fxa-email-form']).requestSubmit();
    };
    // Who presses a button touches the element first; a script may send what nobody has touched.
    if (how === 'by button' || !played.seen) pointerDown(fieldOf(played));
    game.submit(played, press);
  }),
  onElement('follow', isLink, none, (game, played) => {
    game.follow(played);
  }),
  onElement('refresh', isAny, none, (game, played) => {
    game.refresh(played);
  }),
  fc.tuple(pick, fc.boolean(), fc.constantFrom('top' as const, 'below' as const)).map(
    ([index, parsed, to]) =>
      new Step(
        `copy(${JSON.stringify([index, parsed, to])})`,
        (game) => hasRoom(game) && game.played.some(isThere),
        (game) => {
          const all = game.played.filter(isThere);
          const played = all[index % all.length];
          if (played) copy(game, played, parsed, to);
        },
      ),
  ),
  onPage('fxa', fc.array(scenario, { minLength: 1, maxLength: 3 }), (game, next) => {
    game.fxa.next.splice(0, 9, ...next);
  }),
  onPage(
    'respond',
    fc.constantFrom(...RESPONSES),
    (game, kind) => {
      game.fxa.respond(kind);
    },
    (game) => game.fxa.live.length > 0,
  ),
  onPage('pass', moment, (game, ms) => {
    game.pass(ms);
  }),
  onPage('setClock', fc.constantFrom(-60 * MINUTE, -1_000, 60 * MINUTE), (game, by) => {
    game.setClock(by);
  }),
  onPage('comeBack', moment, (game, ms) => {
    game.comeBack(ms);
  }),
  onPage('hide', fc.boolean(), (game, hidden) => {
    game.setHidden(hidden);
  }),
  onPage('offline', none, (game) => {
    game.fxa.goOffline();
  }),
  onPage(
    'online',
    none,
    (game) => {
      game.goOnline();
    },
    (game) => game.fxa.offline,
  ),
  onPage('goTo', query, (game, to) => game.goTo(to)),
  onPage('scroll', none, (game) => {
    game.scroll();
  }),
];

/** How a game starts. */
export const starts = fc.record({ optedOut: fc.boolean(), query });
