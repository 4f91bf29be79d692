/** What happens from the press of the button until the form has gone. */
import type { EmailForm } from './email-form.js';
import { attributeOf, hostOf, nodeMember, submitNatively } from './html-members.js';

/** What a submission has to know of the element, and tells it. */
export interface SubmissionHost {
  /** Whether the element is in a page. Outside, it leaves the author's form alone. */
  isConnected(): boolean;
  /** The form as it is now, with all that the author has changed up to this moment. */
  current(): EmailForm;
  /** The fields that are sent beside the author's own and the address. */
  sentFields(): (readonly [name: string, value: string])[];
  /** Shows the visitor what is wrong with the address; returns whether nothing is. */
  reportValidity(): boolean;
  /** Tells the page that the form is about to go; returns whether it may. */
  announce(): boolean;
  /** Whether the browser itself takes the sign-in. */
  handsOver(): boolean;
  /** Hands the sign-in over to the browser. `goNatively` is the way back, where that leads nowhere. */
  handOver(goNatively: () => void): void;
  /** The visitor tries again: a hand-over that has led nowhere is forgotten, and there is no other. */
  giveUpHandOver(): void;
  /** The form goes; `away`: the page goes with it. */
  sent(away: boolean): void;
}

/** Milliseconds after a submission in which another one is the second half of a double click. */
const DOUBLE_CLICK = 1000;

/** Decides over each submission of the element's form, after everybody else has. */
export class Submission {
  readonly #host: SubmissionHost;
  #sentAt = -Infinity;
  /** Whether the browser collects the fields for a place that is not the form's own. */
  #elsewhere = false;
  /** What the form had when it was handed over, while it goes natively after all. */
  #frozen: FormData | undefined;

  constructor(host: SubmissionHost) {
    this.#host = host;
  }

  /** The page is back: the form may go again at once. */
  reset(): void {
    this.#sentAt = -Infinity;
  }

  /** Takes `submit`, on its way down to the form, and `formdata`. */
  readonly handleEvent = (event: Event): void => {
    if (!this.#host.isConnected()) return;
    const form = this.#host.current();
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
    if (!form.goesItsWay(submitter)) {
      // Of a form that only closes its dialog, nobody collects the fields.
      this.#elsewhere = !form.closesDialog(submitter);
      return;
    }
    if (!this.#mayGo(timeStamp, form, submitter)) {
      event.preventDefault();
      return;
    }
    const host = this.#host;
    if (host.handsOver()) {
      event.preventDefault();
      const fields = new FormData(native);
      const { name, value } = (submitter ?? {}) as Partial<HTMLButtonElement>;
      if (name) fields.append(name, value ?? '');
      host.handOver(() => {
        if (!nodeMember(native, 'isConnected')) return;
        this.#frozen = fields;
        submitNatively(native);
        this.#frozen = undefined;
      });
    }
    this.#sentAt = timeStamp;
    const target = submitter?.getAttribute('formtarget') ?? attributeOf(native, 'target');
    host.sent(/^(_self|_parent|_top|)$/i.test(target));
  }

  #mayGo(timeStamp: number, form: EmailForm, submitter: HTMLElement | null): boolean {
    const host = this.#host;
    if (timeStamp - this.#sentAt < DOUBLE_CLICK) return false;
    if (form.checks(submitter) && !host.reportValidity()) return false;
    host.giveUpHandOver();
    return host.announce();
  }

  #compose(form: EmailForm, data: FormData): void {
    if (this.#frozen) {
      for (const name of new Set(data.keys())) data.delete(name);
      this.#frozen.forEach((value, name) => {
        data.append(name, value);
      });
    } else if (!this.#elsewhere) {
      form.compose(data, this.#host.sentFields());
    }
    this.#elsewhere = false;
  }
}
