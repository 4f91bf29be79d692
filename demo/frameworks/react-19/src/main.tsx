import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';

const container = document.querySelector('#app');
if (!container) throw new Error('The page has no element with the id "app" to render into.');

createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
