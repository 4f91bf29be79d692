/** How mozilla.org does it: a script for a form that is part of the page's HTML asks once the page has been read. */

const form = document.querySelector<HTMLFormElement>('form[data-fxa-url]');
if (form) void requestFlow(form);

async function requestFlow(form: HTMLFormElement): Promise<void> {
  const query = new URLSearchParams();
  for (const { name, value } of form.querySelectorAll<HTMLInputElement>('input[type=hidden]')) {
    if (name !== 'action' && value) query.set(name, value);
  }
  try {
    const response = await fetch(`${form.dataset['fxaUrl'] ?? ''}metrics-flow?${query.toString()}`);
    if (!response.ok) return;
    const { flowId, flowBeginTime, deviceId } = (await response.json()) as Record<string, string>;
    for (const [name, value] of Object.entries({
      flow_id: flowId,
      flow_begin_time: flowBeginTime,
      device_id: deviceId,
    })) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value ?? '';
      form.append(input);
    }
  } catch {
    // The form works without a flow.
  }
}
