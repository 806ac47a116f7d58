({
  // Shows each item in the player, gives it one answer after the other, and returns its outcomes after each.
  async play(items) {
    console.debug = console.warn = () => {}; // the player names every variable it reads
    const played = [];
    for (const { xml, answers } of items) played.push(await this.playItem(xml, answers));
    return played;
  },

  async playItem(xml, answers) {
    const item = await this.show(xml);
    return answers.map((answer) => {
      item.resetResponses();
      item.variables = [{ identifier: "RESPONSE", value: answer }];
      item.processResponse(true, false);
      return this.readOutcomes(item);
    });
  },

  // Presses choices as a person does and returns the outcomes.
  async press(xml, identifiers) {
    const item = await this.show(xml);
    for (const identifier of identifiers) item.querySelector(`qti-simple-choice[identifier="${identifier}"]`).click();
    item.processResponse(true, false);
    return this.readOutcomes(item);
  },

  async show(xml) {
    const holder = document.createElement("item-container");
    const connected = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`The player does not show ${xml.slice(0, 300)}`)), 5000);
      document.addEventListener("qti-assessment-item-connected", (event) => resolve(event.detail), { once: true });
    });
    holder.itemXML = xml;
    document.body.replaceChildren(holder);
    const item = await connected;
    while (!item.variables.some((variable) => variable.identifier === "RESPONSE")) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame); // its choices register themselves when they are drawn
    return item;
  },

  readOutcomes(item) {
    const values = Object.fromEntries(item.variables.map((variable) => [variable.identifier, variable.value]));
    const said = [...item.querySelectorAll("qti-modal-feedback")].filter((words) => words.showStatus === "on");
    return { response: values.RESPONSE, score: values.SCORE ?? null, said: said.map((words) => words.getAttribute("identifier")) };
  },
})
