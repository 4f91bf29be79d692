/** What the types let through, and what they do not. Nothing of this is ever run. */
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import type { Flow, FxaEmailForm } from 'fxa-email-form';

const remember = (flow: Flow) => flow.flowId;

/** Takes no `any`, so that a template in which `$event` has lost its type is an error. */
type Typed<T> = 0 extends 1 & T ? never : T;

@Component({
  selector: 'types-test',
  template: `
    <fxa-email-form
      #form
      (fxa-flow-ready)="remember(typed($event.detail))"
      (click)="typed(form).refreshFlow()"
    />
  `,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})
export class TypesTest {
  readonly remember = remember;
  readonly typed = <T>(value: Typed<T>) => value;
}

export function useElement(form: FxaEmailForm) {
  form.utmSource = null;
  // @ts-expect-error: a misspelt property
  form.utmSorce = 'example';
  // @ts-expect-error: no property takes an object
  form.utmSource = {};
  form.addEventListener('fxa-flow-ready', ({ detail }) => remember(detail));
  // @ts-expect-error: an error is no flow
  form.addEventListener('fxa-flow-error', ({ detail }) => remember(detail));
}
