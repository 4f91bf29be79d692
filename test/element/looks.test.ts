import { expect, fixture } from '@open-wc/testing';
import { emulateMedia, sendMouse } from '@web/test-runner-commands';
import { restore, stub } from 'sinon';
import { styles } from '../../src/element/styles.js';
import { FxaEmailForm } from '../../src/index.js';
import { languages, loadLocale } from '../../src/locales/load.js';
import { contrast, type Contrast } from '../support/contrast.js';
import { ATTRIBUTION, createForm, part, place, showForm, submitFrame, type } from '../support/form.js';
import { problemsWithLayout } from '../support/layout.js';
import { FxaInstance } from '../support/fxa.js';

/** The themed pages, with the colours that lie behind the form where they are more than one. */
const THEMES: Readonly<Record<string, readonly string[]>> = {
  mozilla: [],
  'dark-hero': ['#20123a', '#321c64', '#592acb'],
  blog: [],
};

describe('looks', () => {
  let fxa: FxaInstance;
  let attributes: Record<string, string>;

  beforeEach(() => {
    stub(console, 'warn');
    fxa = new FxaInstance();
    attributes = { ...ATTRIBUTION, 'fxa-url': fxa.url };
  });
  afterEach(restore);

  /** A themed page of the demo in a frame of its own. */
  async function openTheme(theme: string): Promise<{ frame: HTMLIFrameElement; form: FxaEmailForm }> {
    const html = await (await fetch(`/demo/themes/${theme}.html`)).text();
    const frame = await fixture<HTMLIFrameElement>(
      `<iframe title="${theme}" style="display: block; border: 0; block-size: 500px"></iframe>`,
    );
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve, { once: true });
    });
    frame.srcdoc = html.replaceAll('%FXA_URL%', fxa.url);
    await loaded;
    const form = frame.contentDocument?.querySelector('fxa-email-form');
    if (!form) throw new Error(`The theme ${theme} has no form`);
    await form.updateComplete;
    return { frame, form };
  }

  async function speak(form: FxaEmailForm, lang: string): Promise<void> {
    const locale = await loadLocale(lang);
    if (locale) (form.constructor as typeof FxaEmailForm).addLocale(locale);
    form.ownerDocument.documentElement.lang = lang;
    form.ownerDocument.documentElement.dir = locale?.dir ?? 'ltr';
    form.removeAttribute('button-label');
    // The observer of `lang` and `dir` tells the element in a microtask.
    await Promise.resolve();
    await form.updateComplete;
  }

  const showError = (form: FxaEmailForm) => {
    part(form, 'input').value = '';
    form.reportValidity();
  };

  describe('theme × language × width × state: nothing overflows, is cut off or overlaps', () => {
    for (const theme of Object.keys(THEMES)) {
      for (const lang of ['en', 'ar', 'de', 'ja', 'ru']) {
        it(`${theme}, ${lang}`, async () => {
          const { frame, form } = await openTheme(theme);
          await speak(form, lang);
          const problems = [];
          for (const state of ['at rest', 'no address']) {
            if (state === 'no address') showError(form);
            for (const width of [320, 480, 768]) {
              frame.style.inlineSize = `${width}px`;
              problems.push(
                ...problemsWithLayout(form).map((problem) => `${state}, ${width} px: ${problem}`),
              );
            }
          }
          expect(problems).to.deep.equal([]);
        });
      }
    }

    it('every language, in the least and the most room', async () => {
      const { frame, form } = await openTheme('mozilla');
      const problems = [];
      for (const lang of languages) {
        await speak(form, lang);
        for (const width of [320, 768]) {
          frame.style.inlineSize = `${width}px`;
          problems.push(...problemsWithLayout(form).map((problem) => `${lang}, ${width} px: ${problem}`));
        }
      }
      expect(problems).to.deep.equal([]);
    });

    it('text of 200 %, and the spacing that readers may ask for', async () => {
      const { frame, form } = await openTheme('mozilla');
      const { documentElement: root, head } = form.ownerDocument;
      const problems = [];
      for (const lang of ['en', 'de']) {
        await speak(form, lang);
        for (const [name, css] of [
          ['200 %', ':root { font-size: 200% }'],
          // https://www.w3.org/TR/WCAG22/#text-spacing
          ['spacing', '* { line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em }'],
        ] as const) {
          const style = root.ownerDocument.createElement('style');
          style.textContent = css;
          head.append(style);
          for (const width of [320, 768]) {
            frame.style.inlineSize = `${width}px`;
            problems.push(
              ...problemsWithLayout(form).map((problem) => `${lang}, ${name}, ${width} px: ${problem}`),
            );
          }
          style.remove();
        }
      }
      expect(problems).to.deep.equal([]);
    });
  });

  describe('in the place that a page has for it', () => {
    const PLACES: [name: string, html: string, style: string, atLeast: number, inline: boolean][] = [
      ['a block', '<div style="inline-size: 600px"></div>', '', 600, true],
      ['a narrow block', '<div style="inline-size: 300px"></div>', '', 300, false],
      ['a flex row', '<div style="display: flex; inline-size: 760px"></div>', '', 500, true],
      [
        'a centred flex column',
        '<div style="display: flex; flex-flow: column; align-items: center"></div>',
        '',
        500,
        true,
      ],
      [
        'a grid cell',
        '<div style="display: grid; grid-template-columns: 1fr 1fr; inline-size: 760px"></div>',
        '',
        380,
        false,
      ],
      [
        'a grid cell as wide as its content',
        '<div style="display: grid; grid-template-columns: auto; justify-content: center"></div>',
        '',
        500,
        true,
      ],
      ['a line of text', '<div style="inline-size: 760px"></div>', 'display: inline-block', 500, true],
      ['a float', '<div style="inline-size: 760px"></div>', 'float: inline-start', 500, true],
      [
        'a page with a root font of 10 px',
        '<div style="font-size: 16px; inline-size: 600px"></div>',
        '',
        600,
        true,
      ],
    ];
    for (const direction of ['ltr', 'rtl']) {
      for (const [name, html, style, atLeast, inline] of PLACES) {
        it(`${name}, ${direction} => field and button ${inline ? 'in one line' : 'one below the other'}`, async () => {
          const parent = await fixture<HTMLElement>(html);
          parent.dir = direction;
          if (name.includes('10 px')) document.documentElement.style.fontSize = '10px';
          const form = createForm(attributes);
          form.style.cssText = style;
          parent.append(form);
          await form.updateComplete;
          expect(problemsWithLayout(form)).to.deep.equal([]);
          expect(form.offsetWidth).to.be.at.least(atLeast);
          const input = part(form, 'input').getBoundingClientRect();
          const button = part(form, 'button').getBoundingClientRect();
          if (inline) {
            expect([button.top, button.bottom]).to.deep.equal([input.top, input.bottom]);
            expect(button.width).to.be.below(input.width);
          } else {
            expect(button.top).to.be.at.least(input.bottom);
            expect(button.width).to.be.closeTo(input.width, 0.1);
          }
          document.documentElement.style.removeProperty('font-size');
        });
      }
    }

    const PAGES: [name: string, css: string][] = [
      ['indents its text', 'body { text-indent: 5em }'],
      ['never breaks its lines', 'body { white-space: nowrap }'],
      ['has a font of 0 px around inline blocks', 'body { font-size: 0 }'],
      ['has a root font of 10 px', 'html { font-size: 62.5% }'],
      ['has a root font of 10 px, and text of 16', 'html { font-size: 62.5% } body { font-size: 1.6rem }'],
      ['pulls inline blocks together', 'body { letter-spacing: -0.31em; word-spacing: -0.43em }'],
      ['writes in capitals', 'body { text-transform: uppercase }'],
      ['has lines without height', 'body { line-height: 0 }'],
      ['has lines of twice the height', 'body { line-height: 3 }'],
      ['sets a line height for everything', '* { line-height: 2 }'],
      ['breaks no words', 'body { word-break: keep-all; overflow-wrap: normal; hyphens: none }'],
      ['is justified', 'body { text-align: justify }'],
      ['has italic small capitals', 'body { font: italic small-caps 300 1em serif }'],
    ];
    for (const [name, css] of PAGES) {
      it(`a page that ${name} => the form stays whole, field and button as high as each other`, async () => {
        const { form } = await showForm(attributes);
        const { height } = part(form, 'input').getBoundingClientRect();
        const label = part(form, 'label').getBoundingClientRect();
        const style = document.createElement('style');
        style.textContent = css;
        document.head.append(style);
        try {
          for (const width of [600, 300]) {
            form.style.inlineSize = `${width}px`;
            expect(problemsWithLayout(form)).to.deep.equal([]);
          }
          form.style.removeProperty('inline-size');
          const input = part(form, 'input').getBoundingClientRect();
          const button = part(form, 'button').getBoundingClientRect();
          expect([button.top, button.bottom]).to.deep.equal([input.top, input.bottom]);
          expect(input.height).to.be.at.least(Math.min(height, 48));
          expect(part(form, 'label').getBoundingClientRect().height).to.be.at.least(label.height / 2);
        } finally {
          style.remove();
        }
      });
    }

    it('hyphenates or breaks words that are wider than the element', async () => {
      const heading = Object.assign(document.createElement('h2'), {
        slot: 'heading',
        lang: 'de',
        textContent: 'Donaudampfschifffahrtsgesellschaftskapitän',
      });
      const { form } = await showForm(attributes, heading);
      form.style.inlineSize = '200px';
      expect(problemsWithLayout(form)).to.deep.equal([]);
      expect(getComputedStyle(heading).getPropertyValue('hyphens')).to.equal('auto');
    });

    it('grows no wider than is good for it', async () => {
      const { form } = await showForm(attributes);
      expect(form.offsetWidth).to.equal(640);
      form.style.setProperty('--fxa-max-width', '20em');
      expect(form.offsetWidth).to.equal(320);
    });

    it('takes no room while it is hidden', async () => {
      const { form } = await showForm({ ...attributes, hidden: '' });
      expect(form.getClientRects()).to.have.length(0);
    });

    it('shows the message between field and button where there is little room', async () => {
      const { form } = await showForm(attributes);
      form.style.inlineSize = '300px';
      showError(form);
      const tops = ['label', 'input', 'error', 'button', 'legal'].map(
        (name) => part(form, name).getBoundingClientRect().top,
      );
      expect([...tops].sort((a, b) => a - b)).to.deep.equal(tops);
    });

    it('leaves the button where it is when a message comes', async () => {
      const { form } = await showForm(attributes);
      const { top } = part(form, 'button').getBoundingClientRect();
      showError(form);
      expect(part(form, 'button').getBoundingClientRect().top).to.equal(top);
    });
  });

  it('does not show whether FxA is asked, has answered or has failed', async () => {
    await fxa.nextScenario({ scenario: '500' }, { scenario: 'hang' });
    const { form, events } = await showForm(attributes);
    const look = () =>
      [...(form.shadowRoot?.querySelectorAll<HTMLElement>('[part]') ?? [])].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { color, backgroundColor, borderColor, opacity, cursor } = getComputedStyle(element);
        return [element.innerText, x, y, width, height, color, backgroundColor, borderColor, opacity, cursor];
      });
    expect(form.flowState).to.equal('pending');
    const pending = look();
    await events.until('fxa-flow-error');
    expect(look()).to.deep.equal(pending);
    void form.refreshFlow();
    await fxa.waitForRequests(2);
    await fxa.release();
    await events.until('fxa-flow-ready');
    expect(look()).to.deep.equal(pending);
  });

  it('is as high as the place that its documentation tells pages to keep free', async () => {
    const guide = await (await fetch('/docs/theming.md')).text();
    const reserved = /:not\(:defined\) \{[^}]*padding-block-end: ([\d.]+)em/.exec(guide)?.[1];
    const { form } = await showForm(attributes);
    expect(form.offsetHeight).to.equal(Math.round(Number(reserved) * 16));
  });

  it('moves nothing but the shade over the button', async () => {
    const { form } = await showForm(attributes);
    const moved = () =>
      [...(form.shadowRoot?.querySelectorAll('*') ?? [])].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return transitionDuration !== '0s' || animationName !== 'none';
      });
    showError(form);
    form.focus();
    expect(document.getAnimations()).to.be.empty;
    expect(moved()).to.deep.equal([part(form, 'button')]);
    expect(getComputedStyle(part(form, 'button')).transitionProperty).to.equal('border-color, box-shadow');
    // Only Chromium takes the preference while it runs.
    if (!navigator.userAgent.includes('Chrome')) return;
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      expect(moved()).to.deep.equal([]);
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });

  it('shows that the form is on its way, and can be sent once more', async () => {
    const { form, events } = await showForm(attributes);
    await submitFrame();
    const button = part(form, 'button');
    // What counts is where the transition ends.
    button.style.transition = 'none';
    const { cursor, boxShadow } = getComputedStyle(button);
    type(form, 'ada@example.com');
    button.click();
    await events.until('fxa-submit');
    const busy = getComputedStyle(button);
    expect(form.matches(':state(submitting)')).to.equal(true);
    expect([cursor, busy.cursor]).to.deep.equal(['pointer', 'progress']);
    expect(busy.boxShadow).not.to.equal(boxShadow);
    expect(busy.animationName).not.to.equal('none');
    expect(busy.pointerEvents).to.equal('auto');
    expect(button.matches(':enabled')).to.equal(true);
  });

  it('draws the ring around the field beside the label', async () => {
    const { form } = await showForm(attributes);
    form.focus();
    const { outlineWidth, outlineOffset } = getComputedStyle(part(form, 'input'));
    const range = document.createRange();
    range.selectNodeContents(part(form, 'label'));
    expect(range.getBoundingClientRect().bottom).to.be.at.most(
      part(form, 'input').getBoundingClientRect().top - parseFloat(outlineWidth) - parseFloat(outlineOffset),
    );
  });

  it('shows a wrong address by more than a colour', async () => {
    const { form } = await showForm(attributes);
    const edge = () => parseFloat(getComputedStyle(part(form, 'input')).borderTopWidth);
    const icon = () => getComputedStyle(part(form, 'error'), '::before').content;
    const box = () => JSON.stringify(part(form, 'input').getBoundingClientRect());
    const before = [edge(), box()] as const;
    expect(icon()).to.equal('none');
    showError(form);
    expect(edge()).to.be.above(before[0]);
    expect(box()).to.equal(before[1]);
    expect(icon()).to.include('!');
  });

  it('makes targets that are easy to hit', async () => {
    const { form } = await showForm(attributes);
    for (const name of ['input', 'button']) {
      const { width, height } = part(form, name).getBoundingClientRect();
      expect(Math.min(width, height), name).to.be.at.least(44);
    }
  });

  describe('colours', () => {
    const scheme = (form: FxaEmailForm, name: string) => {
      form.ownerDocument.documentElement.style.colorScheme = name;
    };

    /** Each pair of colours that has to be told apart, and by how much. https://www.w3.org/TR/WCAG22/#contrast-minimum */
    function pairs(form: FxaEmailForm, behind: string): [name: string, pair: Contrast, atLeast: number][] {
      const style = (name: string) => getComputedStyle(part(form, name));
      const field = [behind, style('input').backgroundColor];
      const placeholder = getComputedStyle(part(form, 'input'), '::placeholder');
      const button = [behind, style('button').backgroundColor];
      return [
        ...['heading', 'intro', 'label', 'error', 'legal'].map((name): [string, Contrast, number] => [
          name,
          { colour: style(name).color, behind: [behind] },
          4.5,
        ]),
        ['text in the field', { colour: style('input').color, behind: field }, 4.5],
        [
          'placeholder',
          { colour: placeholder.color, opacity: Number(placeholder.opacity), behind: field },
          4.5,
        ],
        ['text on the button', { colour: style('button').color, behind: button }, 4.5],
        ['edge of the field', { colour: style('input').borderTopColor, behind: [behind] }, 3],
        ['the button', { colour: style('button').backgroundColor, behind: [behind] }, 3],
        ['focus ring', { colour: style('input').outlineColor, behind: [behind] }, 3],
      ];
    }

    const pageColour = (form: FxaEmailForm) => {
      const { body, documentElement } = form.ownerDocument;
      const colour = getComputedStyle(body).backgroundColor;
      return contrast.isTransparent(colour) ? getComputedStyle(documentElement).backgroundColor : colour;
    };

    for (const [theme, backgrounds] of Object.entries(THEMES)) {
      for (const name of ['light', 'dark']) {
        it(`${theme}, ${name}: everything can be told apart`, async () => {
          const { form } = await openTheme(theme);
          scheme(form, name);
          const tooClose = [];
          for (const state of ['at rest', 'no address']) {
            if (state === 'no address') showError(form);
            form.focus();
            for (const behind of backgrounds.length ? backgrounds : [pageColour(form)]) {
              for (const [what, pair, atLeast] of pairs(form, behind)) {
                const ratio = contrast.ratio(pair);
                if (ratio < atLeast) tooClose.push(`${state}, ${what} on ${behind}: ${ratio.toFixed(2)}`);
              }
            }
          }
          expect(tooClose).to.deep.equal([]);
        });
      }
    }

    for (const name of ['light', 'dark']) {
      it(`${name}: the button can be read while it is pointed at and pressed`, async () => {
        const parent = await place();
        parent.style.colorScheme = name;
        const form = createForm(attributes);
        parent.append(form);
        await form.updateComplete;
        const button = part(form, 'button');
        const { x, y, width, height } = button.getBoundingClientRect();
        const seen = new Set<string>();
        const look = () => {
          for (const animation of button.getAnimations()) animation.finish();
          const { color, backgroundColor, boxShadow } = getComputedStyle(button);
          // The shade lies over the background.
          const shade = /^\w+\([^)]*\)/.exec(boxShadow)?.[0];
          seen.add(boxShadow);
          const behind = [backgroundColor, ...(shade ? [shade] : [])];
          expect(contrast.ratio({ colour: color, behind })).to.be.at.least(4.5);
        };
        look();
        form.addEventListener('fxa-submit', (event) => {
          event.preventDefault();
        });
        await sendMouse({ type: 'move', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
        look();
        await sendMouse({ type: 'down' });
        look();
        await sendMouse({ type: 'up' });
        await sendMouse({ type: 'move', position: [0, 0] });
        expect(seen).to.have.length(3);
      });

      for (const state of ['at rest', 'no address']) {
        it(`${name}, ${state}: axe has nothing to say`, async () => {
          const parent = await place();
          parent.style.cssText = `color-scheme: ${name}; background: Canvas; color: CanvasText; padding: 1em`;
          const form = createForm(attributes);
          parent.append(form);
          await form.updateComplete;
          if (state === 'no address') showError(form);
          await expect(form).to.be.accessible();
        });
      }
    }

    // No engine can be told to forget what it knows, so the style sheet names something that none of them knows.
    for (const missing of ['light-dark(', ':state(', 'text-wrap', 'hyphens', "content: '!' / ''"]) {
      for (const [theme, css] of [
        ['light', 'background: #fff; color: #15141a'],
        ['dark', 'color-scheme: dark; background: #15141a; color: #fbfbfe'],
      ] as const) {
        it(`an engine without ${missing} on a ${theme} page: everything can be told apart`, async () => {
          const parent = await place();
          parent.style.cssText = css;
          const form = createForm(attributes);
          parent.append(form);
          await form.updateComplete;
          const known = styles;
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(known.replaceAll(missing, `x-${missing}`));
          expect(known).to.include(missing);
          if (form.shadowRoot) form.shadowRoot.adoptedStyleSheets = [sheet];
          showError(form);
          const behind = getComputedStyle(parent).backgroundColor;
          const tooClose = pairs(form, behind)
            .map(([what, pair, atLeast]) => [what, contrast.ratio(pair), atLeast] as const)
            .filter(([, ratio, atLeast]) => ratio < atLeast);
          expect(tooClose).to.deep.equal([]);
          expect(problemsWithLayout(form)).to.deep.equal([]);
        });
      }
    }

    it('follow a dark part of a light page', async () => {
      const parent = await place();
      const form = createForm(attributes);
      parent.append(form);
      await form.updateComplete;
      const light = getComputedStyle(part(form, 'button')).backgroundColor;
      parent.style.colorScheme = 'dark';
      expect(getComputedStyle(part(form, 'button')).backgroundColor).not.to.equal(light);
    });

    it('are the visitor’s own where they are forced', async function () {
      // Firefox takes them at its start only, where test/e2e sees to it, and WebKit has none.
      if (!navigator.userAgent.includes('Chrome')) this.skip();
      await emulateMedia({ forcedColors: 'active' });
      const { form } = await showForm(attributes);
      const edge = parseFloat(getComputedStyle(part(form, 'input')).borderTopWidth);
      showError(form);
      const canvas = contrast.system('Canvas');
      const style = (name: string) => getComputedStyle(part(form, name));
      try {
        expect(matchMedia('(forced-colors: active)').matches).to.equal(true);
        for (const [what, colour, atLeast] of [
          ['label', style('label').color, 7],
          ['error', style('error').color, 7],
          ['edge of the field', style('input').borderTopColor, 3],
          ['edge of the button', style('button').borderTopColor, 3],
          ['focus ring', style('input').outlineColor, 3],
        ] as const) {
          expect(contrast.ratio({ colour, behind: [canvas] }), what).to.be.at.least(atLeast);
        }
        const icon = getComputedStyle(part(form, 'error'), '::before');
        expect(contrast.ratio({ colour: icon.borderTopColor, behind: [canvas] })).to.be.at.least(7);
        expect(parseFloat(style('input').borderTopWidth)).to.be.above(edge);
        expect(style('input').outlineStyle).to.equal('solid');
        expect(parseFloat(style('button').borderTopWidth)).to.be.at.least(1);
      } finally {
        await emulateMedia({ forcedColors: 'none' });
      }
    });
  });

  describe('custom properties', () => {
    const PROPERTIES: [property: string, value: string, part: string, css: string, computed?: string][] = [
      ['--fxa-accent-color', 'rgb(1, 2, 3)', 'input', 'outline-color'],
      ['--fxa-accent-text-color', 'rgb(1, 2, 3)', 'button', 'color'],
      ['--fxa-text-color', 'rgb(1, 2, 3)', 'label', 'color'],
      ['--fxa-error-color', 'rgb(1, 2, 3)', 'error', 'color'],
      ['--fxa-field-color', 'rgb(1, 2, 3)', 'input', 'background-color'],
      ['--fxa-field-text-color', 'rgb(1, 2, 3)', 'input', 'color'],
      ['--fxa-border-color', 'rgb(1, 2, 3)', 'input', 'border-top-color'],
      ['--fxa-border-radius', '7px', 'button', 'border-top-left-radius'],
      ['--fxa-gap', '7px', 'form', 'column-gap'],
      ['--fxa-font-family', 'monospace', 'input', 'font-family'],
    ];
    for (const [property, value, name, css] of PROPERTIES) {
      it(`${property} => ${css} of the part ${name}`, async () => {
        const { form } = await showForm(attributes);
        form.focus();
        const computed = () => getComputedStyle(part(form, name)).getPropertyValue(css);
        expect(computed()).not.to.equal(value);
        form.style.setProperty(property, value);
        expect(computed()).to.equal(value);
      });
    }
  });
});
