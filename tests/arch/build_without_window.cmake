# Configures and builds mien-cli with MIEN_GUI=OFF. Objects come from the compiler cache where there is one.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY} -G Ninja -DCMAKE_BUILD_TYPE=Release
                        -DMIEN_GUI=OFF -DMIEN_TESTS=OFF -DMIEN_WERROR=ON
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} --target mien-cli COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${BINARY}/bin/mien-cli --version COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ldd ${BINARY}/bin/mien-cli OUTPUT_VARIABLE linked COMMAND_ERROR_IS_FATAL ANY)
if(linked MATCHES "libQt6Widgets")
  message(FATAL_ERROR "mien-cli without the window still links Qt Widgets")
endif()
