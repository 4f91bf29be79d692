import { render } from 'solid-js/web';
import { App } from './app';

const container = document.querySelector('#app');
if (!container) throw new Error('The page has no element with the id "app" to render into.');

render(() => <App />, container);
