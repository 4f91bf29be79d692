import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { FxaEmailFormEventMap } from 'fxa-email-form';

@Component({
  selector: 'app-root',
  templateUrl: './app.component.html',
  // Lets tags with a dash stand in the template that are no components of Angular's.
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})
export class App {
  readonly count = signal(0);
  readonly campaign = signal('spring');
  readonly version = signal(0);
  readonly flowId = signal('');
  readonly agreed = signal(false);
  readonly objection = signal('');

  render() {
    this.count.update((count) => count + 1);
  }

  replace() {
    this.version.update((version) => version + 1);
  }

  keepUnlessAgreed(event: FxaEmailFormEventMap['fxa-submit']) {
    this.objection.set(this.agreed() ? '' : 'Agree first, please.');
    if (!this.agreed()) event.preventDefault();
  }
}
