(() => {
  const choices = document.querySelectorAll('input[name="language"]');
  const speak = () => {
    for (const choice of choices) if (choice.checked) document.documentElement.lang = choice.value;
  };
  const given = document.documentElement.dataset.language || navigator.language;
  const wanted = /^zh/i.test(given) ? "zh-Hans" : "en";
  for (const choice of choices) {
    choice.checked = choice.value === wanted;
    choice.addEventListener("change", speak);
  }
  speak();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not(.data)")) part.open = true;
  });
})();
