/* global document, window */
// Posts a form by itself, sizes the tool's frame as Moodle does, and closes a registration.

for (const form of document.querySelectorAll('form[data-auto-submit]')) form.submit();

const frame = document.querySelector('iframe[data-size]');
const BELOW = 15;

function fit() {
  const top = frame.getBoundingClientRect().top + window.scrollY;
  frame.style.height = `${Math.max(200, Math.floor(window.innerHeight - top - BELOW))}px`;
}

if (frame?.dataset.size === 'fill') {
  fit();
  window.addEventListener('resize', fit);
}

window.addEventListener('message', ({ data, source }) => {
  if (frame && source === frame.contentWindow && data?.subject === 'org.imsglobal.lti.close') {
    window.location.assign(frame.dataset.closeHref);
  }
});
