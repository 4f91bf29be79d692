const NAMES = ['entrypoint', 'utm_source', 'utm_campaign'];

async function requestFlow(fxaUrl, formType, valueOf) {
  const query = new URLSearchParams({ form_type: formType });
  for (const name of NAMES) if (valueOf(name)) query.set(name, valueOf(name));
  const response = await fetch(`${fxaUrl}metrics-flow?${query}`);
  return response.json();
}

const form = document.querySelector('#fxa-email-form');
const field = (name) => form.querySelector(`[name=${name}]`);
requestFlow(form.getAttribute('action'), 'email', (name) => field(name).value).then(
  ({ deviceId, flowBeginTime, flowId }) => {
    field('device_id').value = deviceId;
    field('flow_id').value = flowId;
    field('flow_begin_time').value = flowBeginTime;
  },
);

const buttons = document.querySelectorAll('.js-fxa-product-button');
const { searchParams } = new URL(buttons[0].href);
requestFlow(buttons[0].dataset.action, 'button', (name) => searchParams.get(name)).then(
  ({ deviceId, flowBeginTime, flowId }) => {
    for (const button of buttons) {
      button.href += `&device_id=${deviceId}&flow_begin_time=${flowBeginTime}&flow_id=${flowId}`;
    }
  },
);
