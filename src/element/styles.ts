/** The name by which editors and the minifier of the one file know CSS. */
const css = String.raw;

/**
 * Close to Mozilla's design system, version 22 of https://protocol.mozilla.org/: blue, bold type of 14 and 16 px, and
 * distances are those of its forms and its "product" button. On purpose not its own: the button's corners, which are
 * those of the field beside it (Protocol's are square); the height of both, so that they are easy to hit (44 and 40 px
 * there); the grey and the red, which are too pale on white there; and all of the dark colours, which are Firefox's,
 * since Protocol has none for forms.
 *
 * Lengths are in `em`, so that the form follows the text around it whatever the page does to its `rem`. Button and
 * field share a line by the room that the element has, not by the width of the window; a container query would need
 * containment, and an element with that is 0 px wide in a flex row.
 *
 * An engine without `light-dark()` cannot be told to follow `color-scheme`, which any part of a page may set, and
 * `prefers-color-scheme` would be a guess: most pages are light whatever the visitor prefers. But its system colours
 * follow `color-scheme`. So the field takes those, the button a blue that stands out from light and dark, and
 * the error message the colour of the text around it, since no red can be read on both.
 */
export const styles = css`
  :host {
    --_accent: light-dark(#0060df, #00ddff);
    --_accent-text: light-dark(#fff, #15141a);
    --_error: light-dark(#c50042, #ff848b);
    --_field: light-dark(#fff, #23222b);
    --_field-text: light-dark(#15141a, #fbfbfe);
    --_gap: var(--fxa-gap, 1em);

    display: block;
    max-inline-size: var(--fxa-max-width, 40em);
    color: var(--fxa-text-color, inherit);
    /* A page that closes the gaps between inline blocks with a font of 0 px means its gaps, not this text. */
    font: max(1em, 16px - 9em) / 1.5 var(--fxa-font-family, Inter, system-ui, sans-serif);
    /* Pages pull inline blocks together with these too. Here, and not further in, those who read can still change them. */
    letter-spacing: normal;
    word-spacing: normal;
    text-indent: 0;
    white-space: normal;
    overflow-wrap: break-word;
    -webkit-hyphens: auto;
    hyphens: auto;
    hyphenate-limit-chars: 12;
  }

  @supports not (color: light-dark(red, red)) {
    :host {
      --_accent: #0060df;
      --_accent-text: #fff;
      --_error: #e22850;
      --_message: currentcolor;
      --_field: Field;
      --_field-text: FieldText;
    }
  }

  :host([hidden]) {
    display: none;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0 var(--_gap);
    margin: 0;
  }

  form > * {
    box-sizing: border-box;
    flex: 1 1 100%;
    min-inline-size: 0;
  }

  ::slotted([slot='heading']) {
    margin-block: 0 0.5em;
    font-size: 2em;
    line-height: 1.2;
    text-wrap: balance;
  }

  ::slotted([slot='intro']) {
    margin-block: 0 1.5em;
  }

  label,
  p,
  [part='legal'] {
    font-size: 0.875em;
  }

  label {
    /* More than the field's focus ring takes. */
    padding-block-end: 0.5em;
    font-weight: 700;
    text-align: start;
  }

  /* Address and error message may run against the form, but stand where its other texts begin. */
  input,
  p {
    text-align: left;
  }

  [dir='rtl'] :is(input, p) {
    text-align: right;
  }

  .field {
    flex: 999 1 16em;
    margin-block-end: var(--_gap);
  }

  input,
  button {
    min-block-size: 3em;
    padding: 8px 16px;
    border: 2px solid;
    border-radius: var(--fxa-border-radius, 4px);
    font: inherit;
    /* iOS zooms the page in on a field with a smaller font; the button beside it is as high. */
    font-size: max(1em, 16px);
  }

  input {
    box-sizing: border-box;
    inline-size: 100%;
    border-color: var(--fxa-border-color, #8f8f9e);
    background: var(--fxa-field-color, var(--_field));
    color: var(--fxa-field-text-color, var(--_field-text));
  }

  input::placeholder {
    color: inherit;
    opacity: 0.7;
  }

  /* What the edge gains, the room inside of it loses, so that nothing moves. */
  input[aria-invalid] {
    padding: 6px 14px;
    border: 4px solid var(--fxa-error-color, var(--_error));
  }

  p {
    margin: 0;
    color: var(--fxa-error-color, var(--_message, var(--_error)));
  }

  p:not(:empty) {
    padding-block-start: 0.5em;
  }

  /* Drawn by a character and an edge, the icon needs no image and is there in forced colours; nobody has to hear it. */
  p:not(:empty)::before {
    content: '!';
    content: '!' / '';
    display: inline-block;
    inline-size: 1.25em;
    margin-inline-end: 0.5em;
    border: 2px solid;
    border-radius: 50%;
    font-weight: 700;
    line-height: 1.25;
    text-align: center;
  }

  button {
    flex: 1 1 auto;
    margin-block-end: var(--_gap);
    padding-inline: 24px;
    border-color: var(--_shade, #0000);
    background: var(--fxa-accent-color, var(--_accent));
    /* The shade lies over whatever background a page gives to the part. */
    box-shadow: inset 0 0 0 99em var(--_shade, #0000);
    color: var(--fxa-accent-text-color, var(--_accent-text));
    font-weight: 700;
    cursor: pointer;
  }

  button:hover {
    --_shade: #0002;
  }

  button:active {
    --_shade: #0004;
  }

  /* In no list with another selector: an engine that does not know :state() would drop them all. */
  :host(:state(submitting)) button {
    --_shade: #0004;

    cursor: progress;
  }

  @media (prefers-reduced-motion: no-preference) {
    button {
      transition:
        border-color 0.1s,
        box-shadow 0.1s;
    }

    /* Most pages are gone before it begins. */
    :host(:state(submitting)) button {
      animation: wait 0.7s 0.5s infinite alternate;
    }
  }

  @keyframes wait {
    to {
      border-color: #0000;
      box-shadow: inset 0 0 0 99em #0000;
    }
  }

  :focus-visible {
    outline: 2px solid var(--fxa-accent-color, var(--_accent));
    outline-offset: 2px;
  }

  a {
    color: inherit;
  }
`;
