import { css } from 'lit';

/**
 * Colours, corners and distances are those of Mozilla's design system: https://protocol.mozilla.org/
 *
 * Lengths are in `em`, so that the form follows the text around it whatever the page does to its `rem`. Button and
 * field share a line by the room that the element has, not by the width of the window; a container query would need
 * containment, and an element with that is 0 px wide in a flex row.
 */
export const styles = css`
  :host {
    --_accent: var(--fxa-accent-color, light-dark(#0060df, #00ddff));
    --_error: var(--fxa-error-color, light-dark(#c50042, #ff848b));
    --_gap: var(--fxa-gap, 1em);

    display: block;
    max-inline-size: var(--fxa-max-width, 40em);
    color: var(--fxa-text-color, inherit);
    font: 1em/1.5 var(--fxa-font-family, Inter, system-ui, sans-serif);
    overflow-wrap: break-word;
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
    padding-block-end: 0.25em;
    font-weight: 600;
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
    border: 2px solid transparent;
    border-radius: var(--fxa-border-radius, 4px);
    font: inherit;
  }

  input {
    box-sizing: border-box;
    inline-size: 100%;
    border-color: var(--fxa-border-color, #8f8f9e);
    background: var(--fxa-field-color, light-dark(#fff, #23222b));
    color: var(--fxa-field-text-color, light-dark(#15141a, #fbfbfe));
    /* iOS zooms the page in on a field with a smaller font. */
    font-size: max(1em, 16px);
  }

  input::placeholder {
    color: inherit;
    opacity: 0.7;
  }

  input[aria-invalid] {
    border-color: var(--_error);
  }

  p {
    margin: 0;
    color: var(--_error);
  }

  p:not(:empty) {
    padding-block-start: 0.5em;
  }

  button {
    flex: 1 1 auto;
    margin-block-end: var(--_gap);
    padding-inline: 24px;
    background: color-mix(in srgb, var(--_accent) var(--_tone, 100%), light-dark(#000, #fff));
    color: var(--fxa-accent-text-color, light-dark(#fff, #15141a));
    font-weight: 600;
    cursor: pointer;
  }

  button:hover {
    --_tone: 80%;
  }

  button:active {
    --_tone: 60%;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  a {
    color: inherit;
  }
`;
