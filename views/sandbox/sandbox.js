/* global document, window */
// Posts a form by itself, sizes the tool's frame as Moodle does, closes a registration, and keeps
// what tools ask to be kept while the page is open.

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

// Platform storage (LTI postMessage storage, 1EdTech draft of October 2022): apart for each origin.
const keeper = document.querySelector('[data-storage]');
const { storage: mode, storageFrame, toolOrigin } = keeper?.dataset ?? {};
const MOST_KEYS = 500;
const MOST_BYTES = 4096;
const kept = new Map();

function refusal(code, message) {
  return { error: { code, message } };
}

function capabilities() {
  const frameOf = storageFrame === undefined ? {} : { frame: storageFrame };
  return {
    supported_messages: [
      { subject: 'lti.capabilities' },
      { subject: 'lti.put_data', ...frameOf },
      { subject: 'lti.get_data', ...frameOf },
    ],
  };
}

function put(data, key, value) {
  const changed = new Map(data);
  if (value === null) changed.delete(key);
  else changed.set(key, value);
  const bytes = [...changed].reduce((sum, pair) => sum + pair.join('').length, 0);
  if (changed.size > MOST_KEYS || bytes > MOST_BYTES) {
    return refusal('storage_exhaustion', 'Too much is kept for this tool.');
  }
  return { kept: changed, answer: { key, value } };
}

function answerTo({ subject, key, value }, origin) {
  if (subject === 'lti.capabilities') return capabilities();
  if (mode !== 'here') return refusal('unsupported_subject', 'Ask the frame for that.');
  if (toolOrigin !== undefined && toolOrigin !== origin) {
    return refusal('wrong_origin', 'Not the origin of the tool.');
  }
  if (typeof key !== 'string' || key === '') return refusal('bad_request', 'No key.');
  const data = kept.get(origin) ?? new Map();
  if (subject === 'lti.get_data') return { key, value: data.get(key) ?? null };
  if (value !== null && typeof value !== 'string') return refusal('bad_request', 'No text.');
  const { kept: changed, answer, ...failure } = put(data, key, value);
  if (changed) kept.set(origin, changed);
  return answer ?? failure;
}

const SUBJECTS = ['lti.capabilities', 'lti.put_data', 'lti.get_data'];

function serve({ data, source, origin }) {
  if (typeof data !== 'object' || data === null || !SUBJECTS.includes(data.subject)) return;
  const { subject, message_id } = data;
  const answer = answerTo(data, origin);
  source.postMessage({ subject: `${subject}.response`, message_id, ...answer }, origin);
}

if (keeper) window.addEventListener('message', serve);
