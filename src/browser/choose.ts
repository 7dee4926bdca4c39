import { followChoices } from './choose/choices.js';
import { filterWhileTyping } from './choose/filter.js';
import { sendAway } from './choose/send-away.js';

// The picker of content and the page on which it ends; each part does nothing where it is not needed.
const form = document.querySelector<HTMLFormElement>('#choose');
if (form) {
  filterWhileTyping(form);
  followChoices(form);
}
sendAway(document);
