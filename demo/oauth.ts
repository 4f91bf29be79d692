/** Says what FxA has sent the visitor back to this page with. A site's server does more: see `demo/server`. */
const { searchParams, pathname } = new URL(location.href);

const outcome = document.querySelector('#outcome');
if (!outcome) throw new Error('The page has no #outcome');

const [code, error] = [searchParams.get('code'), searchParams.get('error')];
if (code !== null) {
  outcome.textContent =
    'You have signed in. Your server would now exchange the code that FxA has sent along.';
} else if (error !== null) {
  outcome.textContent = `You have not signed in. FxA says: ${error}.`;
}
// A code is for the server alone, and for once: it neither stays in the address nor gets into another request.
if (code !== null || error !== null) history.replaceState(null, '', pathname);
