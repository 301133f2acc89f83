/** The path of the script. Without it the page has everything but the buttons and the mark in the contents. */
export const REFERENCE_SCRIPT_PATH = '/reference/page.js';

/** Copies samples, and marks the operation in the contents that is being read. */
export const REFERENCE_SCRIPT = `
const SHOWN_MS = 1500;
for (const pre of navigator.clipboard ? document.querySelectorAll('.sample > pre') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.onclick = async () => {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), SHOWN_MS);
  };
  pre.after(button);
}
const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.getAttribute('href').slice(1), link]));
let current;
const observer = new IntersectionObserver(
  (entries) => {
    const seen = entries.find(({ isIntersecting }) => isIntersecting)?.target.querySelector('h3')?.id;
    const link = links.get(seen);
    if (!link || link === current) return;
    current?.removeAttribute('aria-current');
    current = link;
    link.setAttribute('aria-current', 'true');
    // On a wide screen the contents scroll by themselves.
    if (matchMedia('(min-width: 1000px)').matches) link.scrollIntoView({ block: 'nearest' });
  },
  { rootMargin: '-10% 0px -80% 0px' },
);
for (const article of document.querySelectorAll('article')) observer.observe(article);
`;
