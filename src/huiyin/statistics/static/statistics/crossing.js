/* Draws the tables of crossed figures as charts: the numbers are those of the table below, handed over as JSON. */
"use strict";

(() => {
  const INK = "#1f2733";
  const MUTED = "#586170";
  // Told apart by people who see few colours too, and in grey on paper.
  const COLOURS = ["#1b4f8f", "#d97a00", "#17845a", "#8a3ffc", "#b3261e", "#0093a8", "#6b6b6b", "#b58900", "#d45087", "#2f4b7c"];
  const SMALL = 190;

  const text = { color: MUTED, fontFamily: "inherit", fontSize: 12 };
  const percent = (unit) => (value) => (value === null || value === undefined ? "—" : `${value}${unit === "%" ? "%" : ""}`);
  const axisOf = (data) => ({ type: "category", data: data.rows, axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false } });
  const valueAxis = (unit) => ({ type: "value", axisLabel: { ...text, formatter: percent(unit) }, splitLine: { lineStyle: { color: "#e5e8ec" } } });
  const tip = { trigger: "axis", renderMode: "richText", confine: true };

  function plain(data, type, stack) {
    // A rate beside counts has an axis of its own, or it would lie flat on the ground.
    const units = [...new Set(data.series.map((one) => (one.unit ?? data.unit) === "%" ? "%" : ""))];
    return {
      color: COLOURS, textStyle: { color: INK }, animation: false,
      tooltip: tip, legend: { type: "scroll", top: 4, textStyle: text, show: data.series.length > 1 },
      grid: { left: 8, right: 16, top: data.series.length > 1 ? 36 : 16, bottom: 8, containLabel: true },
      xAxis: axisOf(data), yAxis: units.map((unit) => valueAxis(unit)),
      series: data.series.map((one) => ({
        name: one.name, type: (one.unit ?? data.unit) === "%" && units.length > 1 ? "line" : type, data: one.data,
        stack: stack ? "all" : undefined,
        // Between two units there is nothing: only what follows in time is joined by a line.
        lineStyle: { opacity: data.kind === "line" ? 1 : 0 }, yAxisIndex: Math.max(0, units.indexOf((one.unit ?? data.unit) === "%" ? "%" : "")),
        tooltip: { valueFormatter: percent(one.unit ?? data.unit) }, symbolSize: 5, barMaxWidth: 36,
      })),
    };
  }

  // One small chart for each row of the table, all on the same scale.
  function multiples(data, width) {
    const across = Math.max(1, Math.floor(width / 260));
    const heads = data.series.map((one) => one.name);
    const most = Math.max(1, ...data.series.flatMap((one) => one.data.map((value) => value ?? 0)));
    const high = Math.ceil(data.rows.length / across) * SMALL;
    const place = (n) => ({ left: (n % across) * (width / across) + 8, top: Math.floor(n / across) * SMALL + 34, width: width / across - 24, height: SMALL - 54, containLabel: true });
    return {
      height: high,
      option: {
        color: COLOURS, animation: false, tooltip: { trigger: "item", renderMode: "richText", confine: true },
        title: data.rows.map((row, n) => ({ text: row, left: place(n).left, top: place(n).top - 32, textStyle: { fontSize: 13, color: INK } })),
        grid: data.rows.map((_, n) => place(n)),
        xAxis: data.rows.map((_, n) => ({ ...axisOf({ rows: heads }), gridIndex: n })),
        yAxis: data.rows.map((_, n) => ({ ...valueAxis(data.unit), gridIndex: n, max: most, splitNumber: 2 })),
        series: data.rows.map((row, n) => ({ name: row, type: "bar", xAxisIndex: n, yAxisIndex: n, data: data.series.map((one) => one.data[n]), barMaxWidth: 18, itemStyle: { color: COLOURS[0] } })),
      },
    };
  }

  function calendar(data) {
    const values = data.days.map((day, n) => [day, data.series[0].data[n] ?? 0]);
    const years = [...new Set(data.days.map((day) => day.slice(0, 4)))];
    const cell = { borderColor: "#fff", borderWidth: 2, color: "#eceff2" };
    const range = (year) => {
      const own = data.days.filter((day) => day.startsWith(year));
      return [own[0], own[own.length - 1]];
    };
    return {
      height: 60 + years.length * 170,
      option: {
        animation: false, tooltip: { renderMode: "richText", confine: true, formatter: (at) => `${at.value[0]}  ${at.value[1]}` },
        visualMap: { min: 0, max: Math.max(1, ...values.map((pair) => pair[1])), orient: "horizontal", left: 8, bottom: 0, textStyle: text, inRange: { color: ["#e3eefb", "#1b4f8f"] }, text: ["多", "少"] },
        calendar: years.map((year, n) => ({ range: range(year), top: 34 + n * 170, left: 56, cellSize: [16, 16], itemStyle: cell, splitLine: { lineStyle: { color: "#9aa3ad" } }, dayLabel: { nameMap: "ZH", firstDay: 1, color: MUTED }, monthLabel: { nameMap: "ZH", color: MUTED }, yearLabel: { color: MUTED, fontSize: 13, margin: 32 } })),
        series: years.map((_, n) => ({ type: "heatmap", coordinateSystem: "calendar", calendarIndex: n, data: values })),
      },
    };
  }

  function drawn(data, width) {
    if (data.kind === "multiples") return multiples(data, width);
    if (data.kind === "calendar") return calendar(data);
    return { option: plain(data, data.kind === "line" ? "line" : "bar", data.kind === "stacked") };
  }

  function draw(place) {
    const data = JSON.parse(document.getElementById(place.dataset.of).textContent);
    place.hidden = false;
    const { option, height } = drawn(data, place.clientWidth - 16);
    if (height) place.style.height = `${height + 16}px`;
    const chart = window.echarts.getInstanceByDom(place) || window.echarts.init(place, null, { renderer: "canvas" });
    chart.resize();
    chart.setOption(option, true);
  }

  // Among hundreds of measures one is found by a piece of its name or of what it means.
  function finds(field) {
    const rooms = [...document.querySelectorAll("details.room")];
    const opened = rooms.map((room) => room.open);
    field.hidden = false;
    field.addEventListener("keydown", (pressed) => { if (pressed.key === "Enter") pressed.preventDefault(); });
    field.addEventListener("input", () => {
      const word = field.value.trim();
      rooms.forEach((room, n) => {
        const labels = [...room.querySelectorAll("label")];
        labels.forEach((label) => { label.hidden = !(label.textContent + label.title).includes(word); });
        const any = labels.some((label) => !label.hidden);
        room.hidden = !any;
        room.open = word ? any : opened[n];
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".find-measure").forEach(finds);
    if (!window.echarts) return;
    const places = [...document.querySelectorAll(".chart")];
    places.forEach(draw);
    let waiting = 0;
    window.addEventListener("resize", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => places.forEach(draw), 200);
    });
  });
})();
