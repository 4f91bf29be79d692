/** What happens from the press of the button until the form has gone. */
import type { FlowController } from '../flow/flow-controller.js';
import type { Field } from '../rules/page-url.js';
import { refill, type EmailForm } from './email-form.js';
import type { FirefoxDesktop } from './firefox-desktop.js';
import { attributeOf, hostOf, nodeMember, submitNatively } from './html-members.js';

/** What a submission has to know of the element, and tells it. */
export interface SubmissionHost extends HTMLElement {
  /** The address as it would be sent. */
  readonly value: string;
  readonly flowController: FlowController;
  /** The fields that are sent beside the author's own and the address. */
  readonly sentFields: Field[];
  /** The form as it is now, with all that the author has changed up to this moment. */
  currentForm(): EmailForm;
  /** Shows the visitor what is wrong with the address; returns whether nothing is. */
  reportValidity(): boolean;
  /** Tells the page that the form is about to go; returns whether it may. */
  announce(): boolean;
  /** Shows whether the form is on its way, and the page with it. */
  showSubmitting(submitting: boolean): void;
}

/** Milliseconds after a submission in which another one is the second half of a double click. */
const DOUBLE_CLICK = 1000;

/** Decides over each submission of the element's form, after everybody else has. */
export class Submission {
  readonly #host: SubmissionHost;
  readonly #firefox: FirefoxDesktop;
  #sentAt = -Infinity;
  /** Whether the browser collects the fields for a place that is not the form's own. */
  #elsewhere = false;
  /** What the form had when it was handed over, while it goes natively after all. */
  #frozen: FormData | undefined;

  constructor(host: SubmissionHost, firefox: FirefoxDesktop) {
    this.#host = host;
    this.#firefox = firefox;
  }

  /** The page is back: the form may go again at once. */
  reset(): void {
    this.#sentAt = -Infinity;
    this.#host.showSubmitting(false);
  }

  /** Takes `submit`, on its way down to the form, and `formdata`. */
  readonly handleEvent = (event: Event): void => {
    // Outside of a page, the author's form is left alone.
    if (!this.#host.isConnected) return;
    const form = this.#host.currentForm();
    const native = form.form;
    if (!native || event.target !== native) return;
    if (event.type === 'formdata') {
      this.#compose(form, (event as FormDataEvent).formData);
      return;
    }
    this.#elsewhere = false;
    // Whoever listens at whatever distance may still prevent the submission. The last one to hear of it is the listener
    // that was added last to the end of the event's way.
    const end = hostOf(native)?.shadowRoot ?? nodeMember(native, 'ownerDocument')?.defaultView ?? window;
    const decide = (heard: Event): void => {
      end.removeEventListener('submit', decide);
      if (heard === event) this.#decide(event as SubmitEvent, form);
    };
    end.addEventListener('submit', decide);
  };

  #decide(event: SubmitEvent, form: EmailForm): void {
    const { form: native } = form;
    const { defaultPrevented, timeStamp } = event;
    const submitter = event.submitter ?? null;
    if (defaultPrevented || !native) return;
    const way = form.wayOf(submitter);
    // Of a form that only closes its dialog, nobody collects the fields.
    this.#elsewhere = way === 'elsewhere';
    if (way !== 'own') return;
    if (!this.#mayGo(timeStamp, form, submitter)) {
      event.preventDefault();
      return;
    }
    const host = this.#host;
    const { settings, flow } = host.flowController;
    if (this.#firefox.available) {
      event.preventDefault();
      const fields = new FormData(native);
      const button = submitter as HTMLButtonElement | null;
      if (button?.name) fields.append(button.name, button.value);
      this.#firefox.handOver(host.value, settings.parameters, flow, () => {
        if (!nodeMember(native, 'isConnected')) return;
        this.#frozen = fields;
        submitNatively(native);
        this.#frozen = undefined;
      });
    }
    this.#sentAt = timeStamp;
    const target = submitter?.getAttribute('formtarget') ?? attributeOf(native, 'target');
    host.flowController.leaving();
    host.showSubmitting(/^(_self|_parent|_top|)$/i.test(target));
  }

  #mayGo(timeStamp: number, form: EmailForm, submitter: HTMLElement | null): boolean {
    const host = this.#host;
    if (timeStamp - this.#sentAt < DOUBLE_CLICK) return false;
    if (form.checks(submitter) && !host.reportValidity()) return false;
    this.#firefox.giveUp();
    return host.announce();
  }

  #compose(form: EmailForm, data: FormData): void {
    if (this.#frozen) refill(data, this.#frozen);
    else if (!this.#elsewhere) form.compose(data, this.#host.sentFields);
    this.#elsewhere = false;
  }
}
