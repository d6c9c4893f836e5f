// The field that finds panels: / goes there, Escape empties it.

export class SearchBox {
  constructor(onSearch) {
    const field = document.getElementById('search');
    field.addEventListener('input', () => onSearch(field.value));
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      if (field.value === '') field.blur();
      field.value = '';
      onSearch('');
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      field.focus();
      field.select();
    });
  }
}

function isTyping(target) {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}
