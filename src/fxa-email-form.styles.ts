import { css } from 'lit';

export const styles = css`
  :host {
    --_accent: var(--fxa-accent-color, light-dark(#0060df, #00ddff));
    --_accent-text: var(--fxa-accent-text-color, light-dark(#fff, #15141a));
    --_text: var(--fxa-text-color, light-dark(#15141a, #fbfbfe));
    --_border: var(--fxa-border-color, light-dark(#737373, #8f8f9d));
    --_error: var(--fxa-error-color, light-dark(#c50042, #ff848b));
    --_field: var(--fxa-field-color, light-dark(#fff, #23222b));
    --_radius: var(--fxa-border-radius, 4px);

    display: block;
    max-inline-size: var(--fxa-max-width, 40rem);
    color: var(--_text);
    font: 1rem/1.5 var(--fxa-font-family, Inter, system-ui, sans-serif);
  }

  :host([hidden]) {
    display: none;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    column-gap: 0.75rem;
    margin: 0;
  }

  [part='heading'],
  [part='intro'],
  [part='error'],
  [part='legal'] {
    flex: 1 0 100%;
    margin: 0;
  }

  ::slotted([slot='heading']),
  ::slotted([slot='intro']) {
    margin-block: 0 0.75rem;
  }

  .field {
    flex: 1 1 16rem;
    min-inline-size: 0;
    margin-block-end: 0.75rem;
  }

  label {
    display: block;
    margin-block-end: 0.25rem;
    font-weight: 600;
  }

  input,
  button {
    box-sizing: border-box;
    min-block-size: 3rem;
    border-radius: var(--_radius);
    font: inherit;
  }

  [part='input'] {
    inline-size: 100%;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_border);
    background: var(--_field);
    color: inherit;
  }

  [part='input']::placeholder {
    color: inherit;
    opacity: 0.7;
  }

  [part='input'][aria-invalid] {
    border-color: var(--_error);
    box-shadow: 0 0 0 1px var(--_error);
  }

  button {
    flex: 0 1 auto;
    margin-block-end: 0.75rem;
    padding: 0.5rem 1.5rem;
    border: 1px solid transparent;
    background: var(--_accent);
    color: var(--_accent-text);
    font-weight: 600;
    cursor: pointer;
  }

  :is(input, button):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  [part='error'] {
    color: var(--_error);
    font-size: 0.875rem;
  }

  [part='legal'] {
    font-size: 0.8125rem;
  }

  a {
    color: inherit;
  }
`;
