// Before a release leaves Gradle. In app/build.gradle.kts: apply(from = "maspect.gradle.kts"); then
//   ./gradlew maspectRelease
// Settings, all optional: -PmaspectFailOn=control  -PmaspectConfig=maspect.yaml  -PmaspectBaseline=maspect-baseline.json
val maspectReports = layout.buildDirectory.dir("reports/maspect")
val maspectBuilds = fileTree(layout.buildDirectory.dir("outputs/apk/release")) { include("*.apk") }

tasks.register<Exec>("maspectRelease") {
    group = "verification"
    description = "Inspects the release APK against MAS V4.0 L2"
    dependsOn("assembleRelease")
    inputs.files(maspectBuilds)
    outputs.dir(maspectReports)
    val setting = { name: String -> providers.gradleProperty(name).orNull }
    doFirst {
        val builds = maspectBuilds.files.map { it.path }.sorted()
        require(builds.isNotEmpty()) { "maspect: no APK in build/outputs/apk/release" }
        val options = mutableListOf("--fail-on", setting("maspectFailOn") ?: "control")
        setting("maspectConfig")?.let { options += listOf("--config", file(it).path) }
        setting("maspectBaseline")?.let { options += listOf("--baseline", file(it).path) }
        commandLine(
            listOf("maspect", "scan") + builds + options +
                listOf("--format", "html", "--format", "json", "--out", maspectReports.get().asFile.path),
        )
    }
}
