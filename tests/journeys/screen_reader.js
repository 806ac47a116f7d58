({
  // What a screen reader says from the beginning of the page's own part to its end.
  async read() {
    const reader = globalThis.ettleReader;
    await reader.start({ container: document.querySelector("main") });
    const most = document.querySelectorAll("main *").length * 3 + 20;
    for (let step = 0; step < most && (await reader.lastSpokenPhrase()) !== "end of main"; step++) await reader.next();
    const said = await reader.spokenPhraseLog();
    await reader.stop();
    return said;
  },

  // Goes on until the reader says this, presses it, and returns all that is said from there: the state it has now too.
  async press(words) {
    const reader = globalThis.ettleReader;
    await reader.start({ container: document.querySelector("main") });
    while (!(await reader.lastSpokenPhrase()).includes(words)) {
      if ((await reader.lastSpokenPhrase()) === "end of main") throw new Error(`It never says ‘${words}’`);
      await reader.next();
    }
    const before = (await reader.spokenPhraseLog()).length;
    await reader.act();
    await new Promise((resolve) => setTimeout(resolve, 50)); // a status is said when it has changed
    const said = (await reader.spokenPhraseLog()).slice(before);
    said.push(await reader.lastSpokenPhrase());
    await reader.stop();
    return said;
  },
})
